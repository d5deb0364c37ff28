"""The questions in the browser: one a page, saved at once, in whichever order; nothing given is ever lost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from advisor.content.answer_values import read_answer
from advisor.interview.interview import Interview
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN
from advisor.model.questionnaire import Question
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, questionnaire
from advisor.web.assessment import guidance
from advisor.web.collaborations.answers import answering, begin, case_of, save, state_of
from advisor.web.collaborations.models import Assessment, Collaboration, Share

FULL = {each.id: each for each in questionnaire("full").questions}
MOST_QUERIES = 12


@pytest.fixture
def full(scope: Scope, collaboration: Collaboration) -> Assessment:
    """An assessment with the full questionnaire."""
    return begin(scope, collaboration, "full")


def page(assessment: Assessment, number: str) -> str:
    return reverse("question", args=[assessment.pk, number])


def now(assessment: Assessment) -> Assessment:
    return Assessment.objects.select_related("collaboration__organisation").get(pk=assessment.pk)


def send(client: Client, assessment: Assessment, number: str, more: str = "", **given: object):
    asking = {each.id: each for each in questionnaire(assessment.questionnaire).questions}
    state = state_of(asking[number], case_of(now(assessment)))
    return client.post(page(assessment, number) + more, {"state": state, **given})


def some_answer(interview: Interview, fact: str) -> object:
    definition = interview.vocabulary.by_name[fact]
    return definition.values[0].value if definition.values else definition.minimum or 2


@pytest.mark.parametrize("number", FULL)
def test_every_question_offers_dont_know_and_does_not_apply_only_where_that_is_offered(
    client: Client, full: Assessment, number: str
) -> None:
    question = FULL[number]
    # Answered before, a question is shown although it does not come up with these answers alone.
    fact = question.sets[0]
    definition = advisor().knowledge.vocabulary.by_name[fact]
    value = definition.values[0].value if definition.values else definition.minimum or 2
    scope = Scope(full.changed_by.memberships.get())
    save(scope, full, question, {fact: read_answer(definition, value)})
    text = client.get(page(full, number)).content.decode()
    assert f'name="{fact}"' in text
    assert f'value="{UNKNOWN}"' in text
    assert (f'value="{NOT_APPLICABLE}"' in text) == question.may_not_apply
    assert text.count("<h1") == 1
    assert "Why we ask this" in text


def test_answering_one_question_after_the_other_ends_at_all_answers(
    client: Client, assessment: Assessment
) -> None:
    address = client.get(reverse("next-question", args=[assessment.pk]))["Location"]
    asked = []
    while "/questions/" in address:
        number = address.split("/")[-2]
        interview = answering(now(assessment)).interview
        question, facts = next(pair for pair in interview.path() if pair[0].id == number)
        given = {fact: some_answer(interview, fact) for fact in facts}
        asked.append(number)
        response = send(client, assessment, question.id, **given)
        assert response.status_code == 302
        address = response["Location"]
    assert address == reverse("check", args=[assessment.pk])
    done = now(assessment)
    assert (done.settled, done.asked) == (len(asked), len(asked))
    assert len(asked) == len(answering(done).interview.path())
    checked = client.get(address).content.decode()
    assert "Not answered yet" not in checked
    deeper = reverse("round-new", args=[assessment.collaboration_id])
    for page in ("check", "result", "find-out"):
        assert deeper in client.get(reverse(page, args=[assessment.pk])).content.decode(), page
    client.post(deeper, {"questionnaire": "full"})
    for page in ("check", "result", "find-out"):
        text = client.get(reverse(page, args=[assessment.pk])).content.decode()
        assert deeper not in text, f"{page}: a later round has gone deeper already"


def test_nothing_chosen_saves_nothing_and_says_so_first(client: Client, assessment: Assessment) -> None:
    response = send(client, assessment, "A1")
    text = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in text
    assert 'href="#stage"' in text
    assert 'id="stage-error"' in text
    assert case_of(now(assessment)).answers == {}


@pytest.mark.parametrize(
    ("number", "given"),
    [
        ("A1", ["no-such-stage"]),
        ("A1", [NOT_APPLICABLE]),
        ("A4", ["many"]),
        ("A4", ["-1"]),
        ("A4", ["99999999999999999999"]),
        ("A4", ["4", UNKNOWN]),
        ("D2", ["none", "absent"]),
        ("D2", ["absent", UNKNOWN]),
    ],
)
def test_what_is_no_answer_is_refused_in_plain_words(
    client: Client, full: Assessment, number: str, given: list[str]
) -> None:
    fact = FULL[number].sets[0]
    response = send(client, full, number, **{fact: given})
    text = response.content.decode()
    assert response.status_code == 422
    assert case_of(now(full)).answers == {}
    error = text.split(f'id="{fact}-error"')[1].split("</span>\n")[0]
    assert fact not in error


def test_a_refused_number_stays_in_its_box(client: Client, full: Assessment) -> None:
    fact = FULL["A4"].sets[0]
    assert 'value="about four"' in send(client, full, "A4", **{fact: "about four"}).content.decode()


def test_dont_know_is_kept_as_asked_and_unknown(client: Client, assessment: Assessment) -> None:
    assert send(client, assessment, "A1", stage=UNKNOWN)["Location"] == page(assessment, "A2")
    assert case_of(now(assessment)).asked_unknown == ("stage",)


def test_a_grid_keeps_the_rows_that_are_given_and_asks_for_the_others(
    client: Client, full: Assessment
) -> None:
    first, *others = FULL["D1"].sets
    response = send(client, full, "D1", **{first: "usually"})
    text = response.content.decode()
    assert response.status_code == 422
    assert case_of(now(full)).answers == {first: "usually"}
    assert f'href="#{first}"' not in text
    assert all(f'href="#{fact}"' in text for fact in others)


def test_coming_back_later_keeps_part_of_a_grid_and_complains_of_nothing(
    client: Client, full: Assessment
) -> None:
    first = FULL["D1"].sets[0]
    response = send(client, full, "D1", move="later", **{first: "rarely"})
    assert response["Location"] == reverse("later", args=[full.pk])
    assert case_of(now(full)).answers == {first: "rarely"}
    told = client.get(response["Location"]).content.decode()
    assert "http://testserver" + reverse("tasks", args=[full.pk]) in told
    assert send(client, full, "A1", move="later").status_code == 302


def test_a_lost_race_shows_both_answers_and_lets_people_choose(
    client: Client, scope: Scope, assessment: Assessment, member: Callable[..., Scope]
) -> None:
    shown = state_of(FULL["A1"], case_of(assessment))
    other = member()
    save(other, assessment, FULL["A1"], {"stage": "established"})
    response = client.post(page(assessment, "A1"), {"state": shown, "stage": "planning"})
    text = response.content.decode()
    assert response.status_code == 409
    assert str(other.user) in text
    assert "Established" in text
    assert "Planning the detail" in text
    assert case_of(now(assessment)).answers == {"stage": "established"}
    # What the page offers to send again is what was just given, and now it is taken.
    assert '<input type="hidden" name="stage" value="planning">' in text
    chosen = send(client, assessment, "A1", stage="planning")
    assert chosen["Location"] == page(assessment, "A2")
    assert case_of(now(assessment)).answers == {"stage": "planning"}


def test_a_form_without_its_mark_overwrites_nothing(
    client: Client, scope: Scope, assessment: Assessment
) -> None:
    save(scope, assessment, FULL["A1"], {"stage": "established"})
    response = client.post(page(assessment, "A1"), {"stage": "planning"})
    assert response.status_code == 409
    assert case_of(now(assessment)).answers == {"stage": "established"}


def test_of_a_contested_grid_the_rows_that_nobody_else_answered_are_saved_at_once(
    client: Client, scope: Scope, full: Assessment
) -> None:
    shown = state_of(FULL["C4"], case_of(full))
    first, *others = FULL["C4"].sets
    save(scope, full, FULL["C4"], {first: "consulted"})
    response = client.post(
        page(full, "C4"), {"state": shown, first: "not_yet"} | dict.fromkeys(others, "not_yet")
    )
    text = response.content.decode()
    assert response.status_code == 409
    assert text.count("Saved meanwhile") == 1
    assert case_of(now(full)).answers == {first: "consulted"} | dict.fromkeys(others, "not_yet")
    chosen = send(client, full, "C4", **dict.fromkeys(FULL["C4"].sets, "not_yet"))
    assert chosen.status_code == 302
    assert case_of(now(full)).answers[first] == "not_yet"


@pytest.fixture
def unasked(full: Assessment, scope: Scope) -> Question:
    """A question that was answered and no longer comes up."""
    fact = FULL["D7"].sets[0]
    gate = FULL["D6"].sets[0]
    values = [one.value for one in advisor().knowledge.vocabulary.by_name[gate].values]
    save(scope, full, FULL["D6"], {gate: values[1]})
    save(scope, full, FULL["D7"], {fact: "shifted"})
    save(scope, full, FULL["D6"], {gate: values[0]})
    assert "D7" not in {question.id for question, _ in answering(now(full)).interview.path()}
    return FULL["D7"]


def test_an_answer_whose_question_no_longer_comes_up_is_named_kept_and_can_be_changed(
    client: Client, full: Assessment, unasked: Question
) -> None:
    checked = client.get(reverse("check", args=[full.pk])).content.decode()
    kept = checked.split("Kept, though no longer asked")[1]
    assert unasked.wording in kept
    assert "Shifted" in kept
    assert "no longer comes up" in client.get(page(full, "D7")).content.decode()
    fact = unasked.sets[0]
    changed = send(client, full, "D7", "?change", **{fact: "kept"})
    assert changed["Location"] == reverse("check", args=[full.pk]) + "#D7"
    assert case_of(now(full)).answers[fact] == "kept"


def test_a_question_that_does_not_come_up_and_has_no_answer_leads_on(
    client: Client, full: Assessment, scope: Scope
) -> None:
    gate = FULL["D6"].sets[0]
    save(scope, full, FULL["D6"], {gate: advisor().knowledge.vocabulary.by_name[gate].values[0].value})
    text = client.get(page(full, "D7")).content.decode()
    assert "does not come up" in text
    assert reverse("next-question", args=[full.pk]) + "?after=D7" in text


def test_an_answer_sent_after_its_question_went_away_is_kept(
    client: Client, full: Assessment, scope: Scope
) -> None:
    gate, fact = FULL["D6"].sets[0], FULL["D7"].sets[0]
    save(scope, full, FULL["D6"], {gate: advisor().knowledge.vocabulary.by_name[gate].values[0].value})
    response = client.post(
        page(full, "D7"), {"state": state_of(FULL["D7"], case_of(now(full))), fact: "shifted"}, follow=True
    )
    assert "no longer comes up" in response.content.decode()
    assert case_of(now(full)).answers[fact] == "shifted"


def test_changing_an_answer_returns_to_all_answers(client: Client, assessment: Assessment) -> None:
    response = send(client, assessment, "A2", "?change", **{FULL["A2"].sets[0]: "merger"})
    assert response["Location"] == reverse("check", args=[assessment.pk]) + "#A2"


def test_all_answers_tells_what_is_open_and_what_is_not_known(
    client: Client, scope: Scope, assessment: Assessment
) -> None:
    save(scope, assessment, FULL["A1"], {"stage": None})
    text = client.get(reverse("check", args=[assessment.pk])).content.decode()
    assert text.count("Don’t know") == 1
    assert (
        text.count("Not answered yet") == sum(len(one.sets) for one in questionnaire("rapid").questions) - 1
    )


def test_skipping_goes_to_the_next_question_and_back_to_the_one_before(
    client: Client, assessment: Assessment
) -> None:
    following = client.get(reverse("next-question", args=[assessment.pk]) + "?after=A1")["Location"]
    assert following == page(assessment, "A2")
    back = f'class="nhsuk-back-link" href="{page(assessment, "A1")}"'
    assert back in client.get(following).content.decode()


def test_asked_by_value_skipped_questions_do_not_come_back_and_the_way_back_is_the_way_taken(
    client: Client, scope: Scope, assessment: Assessment
) -> None:
    for question in questionnaire("rapid").questions[:7]:
        facts = advisor().knowledge.vocabulary.by_name
        fact = question.sets[0]
        value = read_answer(facts[fact], facts[fact].values[0].value if facts[fact].values else 4)
        save(scope, assessment, question, {fact: value})
    first = client.post(reverse("order", args=[assessment.pk]), {"by_value": "yes"}, follow=True)
    number = first.resolver_match.kwargs["question"]
    found = answering(now(assessment))
    left = {pair[0].id: pair for pair in found.interview.open()}
    best = guidance.most_telling(assessment, found, left)
    assert best is not None
    assert number == best[0].id
    second = client.get(reverse("next-question", args=[assessment.pk]) + f"?after={number}", follow=True)
    other = second.resolver_match.kwargs["question"]
    assert other != number
    assert f'href="{page(assessment, number)}"' in second.content.decode()
    again = client.get(reverse("next-question", args=[assessment.pk]) + f"?after={other}", follow=True)
    assert again.resolver_match.kwargs["question"] not in (number, other)


def test_whoever_has_answered_nothing_yet_is_sent_to_the_first_question_alone(
    client: Client, scope: Scope, assessment: Assessment
) -> None:
    pages = (reverse("tasks", args=[assessment.pk]), page(assessment, "A1"))
    result = f'href="{reverse("result", args=[assessment.pk])}"'
    assert all(result not in client.get(one).content.decode() for one in pages)
    save(scope, assessment, FULL["A1"], {"stage": "established"})
    assert all(result in client.get(one).content.decode() for one in pages)


def test_several_answers_to_one_question_stand_on_lines_of_their_own(
    client: Client, scope: Scope, full: Assessment
) -> None:
    save(scope, full, FULL["A6"], {"sectors": ("acute", "ambulance")})
    text = client.get(reverse("check", args=[full.pk])).content.decode()
    assert "<li>Acute</li>" in text
    assert "<li>Ambulance</li>" in text


def test_a_question_page_costs_few_queries(
    client: Client, full: Assessment, django_assert_max_num_queries
) -> None:
    client.get(page(full, "D1"))
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(page(full, "D1"))


def test_sections_show_how_far_they_are(client: Client, scope: Scope, assessment: Assessment) -> None:
    save(scope, assessment, FULL["A1"], {"stage": "established"})
    text = client.get(reverse("tasks", args=[assessment.pk])).content.decode()
    assert "1 of 7 answered" in text
    assert text.count("Not started") == 6
    assert page(assessment, "A2") in text


def test_who_may_only_read_sees_answers_and_cannot_answer(
    signed_in: Callable[[Scope], Client],
    member: Callable[..., Scope],
    other_organisation: Organisation,
    assessment: Assessment,
) -> None:
    reader = signed_in(member(of=other_organisation))
    assert reader.get(page(assessment, "A1")).status_code == 404
    share = Share.objects.create(collaboration=assessment.collaboration, partner=other_organisation)
    assert reader.get(page(assessment, "A1")).status_code == 403
    assert send(reader, assessment, "A1", stage="planning").status_code == 403
    text = reader.get(reverse("check", args=[assessment.pk])).content.decode()
    assert "Not answered yet" in text
    assert "?change" not in text
    assert page(assessment, "A1") not in reader.get(reverse("tasks", args=[assessment.pk])).content.decode()
    share.may_answer = True
    share.save()
    assert send(reader, assessment, "A1", stage="planning").status_code == 302


def test_a_number_that_is_no_question_is_not_found(client: Client, assessment: Assessment) -> None:
    assert client.get(page(assessment, "Z9")).status_code == 404
    assert client.get(reverse("next-question", args=[assessment.pk]) + "?after=Z9").status_code == 404
