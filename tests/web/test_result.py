"""The result of an assessment: its pages say what the result says, to those who may read it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from advisor.content.folders import content_folder
from advisor.explanation.reasons.topics import every_topic, topic_of
from advisor.model.case import Case
from advisor.service import Advisor
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, questionnaire
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.collaborations.answers import begin, case_of, save
from advisor.web.collaborations.models import Assessment, Collaboration, Share
from advisor.web.result.topics import address_of

EXAMPLES = content_folder("questionnaires") / "examples"
HOSTILE = "<script>alert('x')</script>{{ 7 * 7 }}\"><img src=x>"
SUBPAGES = (
    "board-paper/",
    "levers/",
    "deciding/",
    "find-out/",
    "what-if/",
    "why/trust/",
    "why/T3/otherwise/",
)
ASKING = questionnaire("full").question_of()

Assessed = Callable[..., Assessment]


@pytest.fixture
def assessed(scope: Scope, collaboration: Collaboration) -> Assessed:
    """Make an assessment with the answers of an example, or with none."""

    def make(example: str = "", **typed: str) -> Assessment:
        case = advisor().read_case(EXAMPLES / f"{example}.yaml") if example else Case(name="", answers={})
        made = begin(scope, collaboration, "full")
        made.case = case.model_copy(update=typed).model_dump(mode="json", exclude={"warnings"})
        made.save()
        return made

    return make


def address(assessment: Assessment, page: str = "") -> str:
    return f"/assessments/{assessment.pk}/result/{page}"


def read(client: Client, assessment: Assessment, page: str = "") -> str:
    response = client.get(address(assessment, page))
    assert response.status_code == 200
    return response.content.decode()


def words_of(page: str) -> str:
    """Return what a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("example", ["required-system", "healthy-alliance", "mostly-unknown", ""])
def test_it_shows_every_recommendation_strength_and_level(
    client: Client, assessed: Assessed, example: str
) -> None:
    found = assessed(example)
    result = advisor().assess(case_of(found))
    page = read(client, found)
    told = words_of(page)
    shown = [int(number) for number in re.findall(r'id="advice-(\d+)"', page)]
    assert sorted(shown) == [each.order for each in result.recommendations]
    listed = re.findall(r'<a class="title" href="#advice-(\d+)">([^<]+)<', page)
    assert [(int(number), unescape(title)) for number, title in listed] == [
        (each.priority, each.title) for each in result.recommendations if each.priority
    ]
    for each in result.recommendations:
        assert f"{each.if_}, then {each.then}, because {each.because}." in told
        assert all(f"(our reading). {beside.says}" in told for beside in each.beside)
    strengths = re.search(r'<section id="strengths">.*?</section>', page, re.DOTALL)
    assert (strengths[0].count('scope="row"') if strengths else 0) == len(result.strengths)
    known = [one for one, each in result.mechanisms.items() if each.level != "unknown"]
    assert page.count('<p class="level-name">') == len(known)


def test_the_same_answers_are_assessed_once(
    client: Client, assessed: Assessed, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = assessed("chosen-buddying")
    before = read(client, found)
    monkeypatch.setattr(Advisor, "assess", lambda *_: pytest.fail("assessed again"))
    assert words_of(read(client, found)) == words_of(before)


def test_the_summary_stands_before_everything_else(client: Client, assessed: Assessed) -> None:
    page = read(client, assessed("over-contracted-network"))
    order = ("summary", "strengths", "priorities", "further", "standing", "web", "plan", "findings", "basis")
    places = [page.index(f'<section id="{name}"') for name in order]
    assert places == sorted(places)
    for name in order[1:]:
        assert f'href="#{name}"' in page


def test_a_draft_says_how_much_is_open_and_that_it_is_no_no(
    client: Client, scope: Scope, assessed: Assessed
) -> None:
    found = assessed()
    total = words_of(read(client, found))
    counted = int(re.search(r"This is a draft: (\d+) questions have no answer yet", total)[1])
    assert "counts neither as yes nor as no" in total
    save(scope, found, ASKING["origin"], {"origin": None})
    left = words_of(read(client, found))
    assert f"This is a draft: {counted - 1} questions have no answer yet" in left
    assert f'href="/assessments/{found.pk}/"' in read(client, found)


def test_where_every_question_is_answered_it_is_no_draft(client: Client, assessed: Assessed) -> None:
    assert "This is a draft" not in read(client, assessed("healthy-alliance"))


def test_nothing_is_drawn_by_inline_styles_or_scripts(client: Client, assessed: Assessed) -> None:
    response = client.get(address(assessed("required-system")))
    page = response.content.decode()
    assert not re.findall(r'<[^>]+\s(?:style|onclick|onload)="', page)
    nonce = re.search(r"style-src [^;]*'nonce-([^']+)'", response["Content-Security-Policy"])[1]
    for tag in re.findall(r"<(?:style|script)[^>]*>", page):
        assert f'nonce="{nonce}"' in tag or "sha256" in response["Content-Security-Policy"]
    assert page.count("<h1") == 1


def test_every_topic_has_an_address_of_its_own() -> None:
    knowledge = advisor().knowledge
    for each in every_topic(knowledge):
        found = topic_of(address_of(each.kind, each.id), knowledge)
        assert (found.kind, found.id) == (each.kind, each.id)
        assert "/" not in address_of(each.kind, each.id)


@pytest.mark.slow
def test_every_why_leads_to_a_page(client: Client, assessed: Assessed) -> None:
    found = assessed("mostly-unknown")
    links = set(re.findall(rf'href="({address(found)}why/[^"]+)"', read(client, found)))
    result = advisor().assess(case_of(found))
    known = [one for one, each in result.mechanisms.items() if each.level != "unknown"]
    asked = 2 * (len(result.recommendations) + len(known))
    assert len(links) == asked + len(result.statements)
    for link in sorted(links):
        assert client.get(link).status_code == 200, link


def test_why_opens_in_place_as_a_part_and_elsewhere_as_a_page(client: Client, assessed: Assessed) -> None:
    found = assessed("required-system")
    part, whole = read(client, found, "why/trust/?part=5"), read(client, found, "why/trust/")
    assert "<html" not in part
    assert "<h1" not in part
    assert '<h5 class="nhsuk-heading-xs">What lowers it</h5>' in part
    assert "<h5" not in read(client, found, "why/trust/?part=<script>")
    assert "What lowers it" in whole
    assert "--deep" not in whole
    assert re.search(rf'href="{address(found)}why/[^"]*conflict', whole)


def test_what_would_change_advice_is_told_by_the_statements_that_call_for_it(
    client: Client, assessed: Assessed
) -> None:
    found = assessed("required-system")
    first = advisor().assess(case_of(found)).recommendations[0]
    told = words_of(read(client, found, f"why/{address_of('recommendation', first.id)}/otherwise/"))
    assert "No other conclusion" not in told
    for one in first.active:
        assert f"{advisor().knowledge.advice.by_id[one].title}. Why not “keep”?" in told


def test_pages_of_a_result_name_no_command(client: Client, assessed: Assessed) -> None:
    found = assessed("required-system")
    for place in ("find-out/", "why/trust/", "levers/", "deciding/"):
        told = read(client, found, place)
        assert "advisor assess" not in told
        assert "advisor explain" not in told
        assert "--deep" not in told


def test_what_leads_to_a_page_bears_its_heading(client: Client, assessed: Assessed) -> None:
    found = assessed("required-system")
    use = read(client, found).split('id="use"')[1].split("</section>")[0]
    links = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', use)
    assert len(links) == 6
    for link, words in links:
        heading = words_of(client.get(link).content.decode().split("<h1")[1].split("</h1>")[0])
        assert heading.endswith(words.strip())


def test_what_nobody_can_ask_about_is_not_found(client: Client, assessed: Assessed) -> None:
    assert client.get(address(assessed(), "why/nothing-of-the-kind/")).status_code == 404
    assert client.get(address(assessed(), "levers/?area=nothing")).status_code == 404


def test_the_first_assessment_names_no_changes_and_the_second_does(
    client: Client, scope: Scope, assessed: Assessed
) -> None:
    first = assessed("required-system")
    assert "See what changed" not in read(client, first)
    assert client.get(address(first, "changes/"))["Location"] == address(first)
    second = begin(scope, first.collaboration, "full")
    save(scope, second, ASKING["quick_wins"], {"quick_wins": "yes"})
    assert address(second, "changes/") in read(client, second)
    told = words_of(read(client, second, "changes/"))
    assert "One answer is new or different" in told
    assert "Because of your answer on quick wins" in told


def test_levers_can_look_at_one_area(client: Client, assessed: Assessed) -> None:
    found = assessed("required-system")
    assert '<h2 class="nhsuk-heading-m">Trust: low</h2>' in read(client, found, "levers/")
    one = read(client, found, "levers/?area=conflict")
    assert "Conflict: high</h2>" in one
    assert "Trust: low</h2>" not in one


def test_what_to_find_out_names_no_command(client: Client, assessed: Assessed) -> None:
    told = words_of(read(client, assessed("mostly-unknown"), "find-out/"))
    assert "It is worth going on" in told
    assert "advisor assess" not in told


def test_the_board_paper_is_that_of_the_service_and_its_download_is_in_the_trail(
    client: Client, assessed: Assessed
) -> None:
    found = assessed("healthy-alliance")
    text = advisor().board_paper(advisor().assess(case_of(found)))
    page = read(client, found, "board-paper/")
    shown = re.search(r"<pre[^>]*>(?:<span[^>]*>)?(.*?)(?:</span>)?</pre>", page, re.DOTALL)[1]
    assert unescape(shown) == text
    sent = client.get(address(found, "board-paper/text/"))
    assert sent.content.decode("utf-8-sig") == text
    assert sent["Content-Disposition"] == 'attachment; filename="board-paper-harrowmoor-stroke-network.txt"'
    assert Event.objects.filter(action=Action.DOWNLOADED, detail__file="board-paper.txt").count() == 1
    Collaboration.objects.filter(pk=found.collaboration_id).update(name="Dyffryn y Dŵr")
    named = client.get(address(found, "board-paper/text/"))["Content-Disposition"]
    assert "filename*=utf-8''board-paper-dyffryn-y-d%C5%B5r.txt" in named


@pytest.mark.parametrize("page", ["", *SUBPAGES])
def test_what_people_typed_is_never_markup(client: Client, assessed: Assessed, page: str) -> None:
    found = assessed("required-system", notes=HOSTILE, respondent=HOSTILE, organisation=HOSTILE, date=HOSTILE)
    found.collaboration.name = HOSTILE
    found.collaboration.save()
    shown = read(client, found, page)
    assert "<script>alert" not in shown
    assert "<img src=x>" not in shown
    assert "{{ 7 * 7 }}" in unescape(shown)


@pytest.mark.parametrize("page", ["", "changes/", "board-paper/text/", "what-if/questions/A1/", *SUBPAGES])
def test_who_may_read_it(
    assessed: Assessed,
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
    other_organisation: Organisation,
    page: str,
) -> None:
    found = assessed("mostly-unknown")
    stranger = signed_in(member(of=other_organisation))
    respondent = member(Role.RESPONDENT)
    invited = signed_in(respondent)
    assert stranger.get(address(found, page)).status_code == 404
    assert invited.get(address(found, page)).status_code == 404
    assert Client().get(address(found, page))["Location"].startswith("/account/login/")
    found.collaboration.respondents.add(respondent.membership)
    Share.objects.create(collaboration=found.collaboration, partner=other_organisation)
    expected = 302 if page == "changes/" else 200
    assert invited.get(address(found, page)).status_code == expected
    assert stranger.get(address(found, page)).status_code == expected


def test_a_partner_who_may_only_read_is_not_asked_to_answer(
    assessed: Assessed,
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
    other_organisation: Organisation,
) -> None:
    found = assessed("mostly-unknown")
    Share.objects.create(collaboration=found.collaboration, partner=other_organisation)
    page = read(signed_in(member(of=other_organisation)), found)
    assert "This is a draft" in page
    assert "Go on answering" not in page


def test_it_links_to_reports_and_all_else_that_can_be_done(client: Client, assessed: Assessed) -> None:
    found = assessed("mostly-unknown")
    page = read(client, found)
    assert f'href="/assessments/{found.pk}/reports/"' in page
    for name in ("board-paper/", "what-if/", "levers/", "deciding/", "find-out/"):
        assert f'href="{address(found, name)}"' in page
