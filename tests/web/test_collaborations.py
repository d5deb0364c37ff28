"""Collaborations in the browser: begun, found, assessed again, deleted, shared."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.model.limits import LONGEST
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import questionnaire
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.collaborations import deletion, room
from advisor.web.collaborations.answers import begin, case_of, save
from advisor.web.collaborations.listing import PAGE
from advisor.web.collaborations.models import Assessment, Collaboration

FIRST = questionnaire("rapid").questions[0]
LIST = reverse("collaborations")


def of(collaboration: Collaboration, name: str = "collaboration") -> str:
    return reverse(name, args=[collaboration.pk])


def listed(browser: Client, query: str = "") -> list[str]:
    """Return the names in the list."""
    text = browser.get(LIST + query).content.decode()
    return re.findall(r'<a href="/collaborations/[0-9a-f-]{36}/">([^<]*)</a>', text)


def actions() -> list[str]:
    return list(Event.objects.order_by("at").values_list("action", flat=True))


# ── Beginning ────────────────────────────────────────────────────────────────────────────────────


def test_a_collaboration_begins_with_its_name_and_a_choice_of_questions(client: Client) -> None:
    response = client.post(
        reverse("collaboration-new"), {"name": " Stroke <b>network</b> ", "questionnaire": "rapid"}
    )
    made = Assessment.objects.get()
    assert response["Location"] == reverse("tasks", args=[made.pk])
    assert made.collaboration.name == "Stroke <b>network</b>"
    assert (made.questionnaire, made.settled, made.asked) == ("rapid", 0, 20)
    assert actions() == [Action.BEGUN, Action.ROUND_BEGUN]
    assert "Stroke &lt;b&gt;network&lt;/b&gt;" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    ("given", "at", "says"),
    [
        ({"questionnaire": "rapid"}, "name", "Enter a name"),
        (
            {"name": "x" * (LONGEST["name"] + 1), "questionnaire": "rapid"},
            "name",
            f"Shorten the name to {LONGEST['name']} characters. It has {LONGEST['name'] + 1}",
        ),
        ({"name": "a\u0007b", "questionnaire": "rapid"}, "name", "Take out characters"),
        ({"name": "Network"}, "questionnaire", "Choose the rapid or the full"),
        ({"name": "Network", "questionnaire": "long"}, "questionnaire", "Choose the rapid or the full"),
    ],
)
def test_what_a_collaboration_lacks_is_said_beside_its_field(
    client: Client, given: dict[str, str], at: str, says: str
) -> None:
    text = client.post(reverse("collaboration-new"), given).content.decode()
    assert "<title>Error: " in text
    assert says in text
    assert f'href="#{at}"' in text
    assert f'id="{at}-error"' in text
    assert not Collaboration.objects.exists()


def test_another_round_begins_with_the_answers_of_the_last(
    client: Client, scope: Scope, assessment: Assessment
) -> None:
    save(scope, assessment, FIRST, {"stage": "established"})
    address = of(assessment.collaboration, "round-new")
    assert "begins with the answers of the last one" in client.get(address).content.decode()
    client.post(address, {"questionnaire": "full"})
    later = assessment.collaboration.assessments.get(number=2)
    assert case_of(later).answers == {"stage": "established"}
    assert (later.questionnaire, later.settled) == ("full", 1)
    text = client.get(of(assessment.collaboration)).content.decode()
    assert reverse("changes", args=[later.pk]) in text
    assert reverse("changes", args=[assessment.pk]) not in text


def test_after_so_many_rounds_a_page_says_what_to_do(
    client: Client, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_ROUNDS", 1)
    answer = client.post(of(assessment.collaboration, "round-new"), {"questionnaire": "full"})
    assert answer.status_code == 409
    assert "begin a new collaboration with that file" in answer.content.decode()
    assert assessment.collaboration.assessments.count() == 1


# ── The list ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def several(scope: Scope, organisation: Organisation) -> None:
    """Three collaborations: not started, under way, all answered."""
    for name, half in (("Northern alliance", 0), ("Southern alliance", 1), ("Eastern merger", 2)):
        made = begin(scope, organisation.collaborations.create(name=name), "rapid")
        Assessment.objects.filter(pk=made.pk).update(settled=made.asked * half // 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Northern alliance", "Southern alliance", "Eastern merger"}),
        ("?q=ALLIANCE", {"Northern alliance", "Southern alliance"}),
        ("?stage=not-started", {"Northern alliance"}),
        ("?stage=under-way", {"Southern alliance"}),
        ("?stage=complete", {"Eastern merger"}),
        ("?q=alliance&stage=complete", set()),
        ("?whose=own", {"Northern alliance", "Southern alliance", "Eastern merger"}),
        ("?whose=shared", set()),
        ("?stage=nonsense&page=99", {"Northern alliance", "Southern alliance", "Eastern merger"}),
    ],
)
def test_collaborations_are_found_by_name_stage_and_owner(
    client: Client, several: None, query: str, found: set[str]
) -> None:
    assert set(listed(client, query)) == found


def test_a_later_round_is_what_counts_for_the_stage(client: Client, scope: Scope, several: None) -> None:
    begin(scope, Collaboration.objects.get(name="Eastern merger"), "full")
    assert listed(client, "?stage=complete") == []


def test_the_list_has_pages_that_keep_the_search(
    client: Client, organisation: Organisation, django_assert_max_num_queries
) -> None:
    for number in range(PAGE + 1):
        organisation.collaborations.create(name=f"Alliance {number}")
    client.get(LIST)  # the first request of a visit also marks when it began
    with django_assert_max_num_queries(8):
        text = client.get(f"{LIST}?q=alliance").content.decode()
    assert "?q=alliance&amp;page=2" in text
    first, second = listed(client, "?q=alliance"), listed(client, "?q=alliance&page=2")
    assert (len(first), len(second)) == (PAGE, 1)
    assert not {*first} & {*second}


def test_nobody_sees_what_is_not_theirs(
    signed_in: Callable[[Scope], Client],
    member: Callable[..., Scope],
    other_organisation: Organisation,
    assessment: Assessment,
) -> None:
    stranger = signed_in(member(Role.ADMINISTRATOR, of=other_organisation))
    respondent = signed_in(member(Role.RESPONDENT))
    found = assessment.collaboration
    for browser in (stranger, respondent):
        assert listed(browser) == []
        assert browser.get(of(found)).status_code == 404
        assert browser.get(reverse("answers-file", args=[assessment.pk, "yaml"])).status_code == 404
    for name in ("collaboration-details", "round-new", "sharing", "collaboration-delete"):
        assert stranger.post(of(found, name), {"name": "Taken"}).status_code == 404
        assert respondent.post(of(found, name), {"name": "Taken"}).status_code == 403
    assert stranger.post(of(found, "collaboration-export")).status_code == 404


# ── Name, deletion ───────────────────────────────────────────────────────────────────────────────


def test_name_and_region_can_be_changed(client: Client, collaboration: Collaboration) -> None:
    address = of(collaboration, "collaboration-details")
    assert collaboration.name in client.get(address).content.decode()
    client.post(address, {"name": "Harrowmoor alliance", "region": "North"})
    collaboration.refresh_from_db()
    assert (collaboration.name, collaboration.region) == ("Harrowmoor alliance", "North")
    event = Event.objects.get()
    assert (event.action, event.detail) == (
        Action.RENAMED,
        {"name_before": "Harrowmoor stroke network"},
    )
    refused = client.post(address, {"name": "", "region": "North"})
    assert "<title>Error: " in refused.content.decode()


def test_only_administrators_delete_and_only_after_a_question(
    client: Client,
    signed_in: Callable[[Scope], Client],
    member: Callable[..., Scope],
    assessment: Assessment,
) -> None:
    address = of(assessment.collaboration, "collaboration-delete")
    assert client.post(address).status_code == 403
    assert address not in client.get(of(assessment.collaboration)).content.decode()
    administrator = signed_in(member(Role.ADMINISTRATOR))
    assert "Nobody can bring them back" in administrator.get(address).content.decode()
    assert Collaboration.objects.exists()
    assert administrator.post(address)["Location"] == LIST
    assert not Collaboration.objects.exists()
    assert not Assessment.objects.exists()
    assert actions()[-1] == Action.DELETED


def test_what_nobody_touched_for_the_set_time_goes(
    scope: Scope, collaboration: Collaboration, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("begun again", "touched meanwhile")
    again, meanwhile = (organisation.collaborations.create(name=name) for name in names)
    Collaboration.objects.update(changed=timezone.now() - timedelta(days=31))
    begin(scope, again, "rapid")
    assert deletion.delete_expired() == 0, "nothing goes where nothing is set"
    Organisation.objects.update(retention_days=30)
    note = deletion.record_for

    def answered(*event: object, **detail: object) -> None:
        Collaboration.objects.filter(pk=meanwhile.pk).update(changed=timezone.now())
        note(*event, **detail)

    # The one that goes is found first; while it goes, somebody answers in the next.
    monkeypatch.setattr(deletion, "record_for", answered)
    Collaboration.objects.filter(pk=collaboration.pk).update(changed=timezone.now() - timedelta(days=30.5))
    assert deletion.delete_expired() == 1
    assert sorted(Collaboration.objects.values_list("name", flat=True)) == sorted(names)
    assert Event.objects.get(subject_id=collaboration.pk).detail == {"days": 30}


# ── Sharing ──────────────────────────────────────────────────────────────────────────────────────


def test_a_share_lets_partners_in_and_a_withdrawal_shuts_them_out(
    client: Client,
    signed_in: Callable[[Scope], Client],
    member: Callable[..., Scope],
    assessment: Assessment,
    other_organisation: Organisation,
) -> None:
    partner = signed_in(member(of=other_organisation))
    found = assessment.collaboration
    client.post(of(found, "sharing"), {"partner": other_organisation.name})
    seen = partner.get(of(found)).content.decode()
    assert "Harrowmoor NHS Trust shares this with you" in seen
    assert of(found, "sharing") not in seen
    assert of(found, "collaboration-details") not in seen
    assert listed(partner, "?whose=shared") == [found.name]
    assert listed(partner, "?whose=own") == []
    share = found.shares.get()
    address = reverse("share-withdraw", args=[found.pk, share.pk])
    assert address in client.get(of(found)).content.decode()
    assert partner.post(address).status_code == 403
    client.post(address)
    assert partner.get(of(found)).status_code == 404
    assert client.post(address).status_code == 404
    assert actions()[-2:] == [Action.SHARED, Action.SHARE_WITHDRAWN]


def test_sharing_again_changes_what_a_partner_may_do(
    client: Client, collaboration: Collaboration, other_organisation: Organisation
) -> None:
    for answers in ("", "on"):
        given = {"partner": other_organisation.name} | ({"may_answer": answers} if answers else {})
        client.post(of(collaboration, "sharing"), given)
    assert collaboration.shares.get().may_answer


@pytest.mark.parametrize("partner", ["", "Eastmere", "eastmere nhs trust", "Harrowmoor NHS Trust"])
def test_sharing_needs_the_exact_name_and_tells_of_no_other(
    client: Client, collaboration: Collaboration, other_organisation: Organisation, partner: str
) -> None:
    text = client.post(of(collaboration, "sharing"), {"partner": partner}).content.decode()
    assert "<title>Error: " in text
    assert other_organisation.name not in text
    assert not collaboration.shares.exists()
