"""Respondents: who answers stands on the page of the collaboration, and may be taken off it."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.web.accounts.models import Invitation, Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import questionnaire
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.collaborations.answers import case_of
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.collaborations.sharing import share

FIRST = questionnaire("rapid").questions[0]
LIST = reverse("collaborations")


def of(collaboration: Collaboration, name: str = "collaboration") -> str:
    return reverse(name, args=[collaboration.pk])


def listed(browser: Client, query: str = "") -> list[str]:
    """Return the names in the list."""
    text = browser.get(LIST + query).content.decode()
    return re.findall(r'<a href="/collaborations/[0-9a-f-]{36}/">([^<]*)</a>', text)


def test_a_respondent_is_taken_off_one_collaboration_at_once(
    client: Client,
    scope: Scope,
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
    assessment: Assessment,
) -> None:
    collaboration, respondent = assessment.collaboration, member(Role.RESPONDENT)
    other = Collaboration.objects.create(organisation=scope.organisation, name="The other one")
    for each in (collaboration, other):
        each.respondents.add(respondent.membership)
    theirs, question = signed_in(respondent), reverse("question", args=[assessment.pk, FIRST.id])
    open_page = theirs.get(question).content.decode()
    state = re.search(r'name="state" value="([^"]*)"', open_page)
    assert state is not None
    place = reverse("respondent-take-off", args=[collaboration.pk, respondent.membership.pk])
    assert place in client.get(of(collaboration, "collaboration")).content.decode()
    assert "can no longer see or answer" in client.get(place).content.decode()
    assert collaboration.respondents.exists(), "asking changes nothing"
    told = client.post(place, follow=True).content.decode()
    assert f"{respondent.user} is removed from this collaboration." in told
    event = Event.objects.first()
    assert event is not None
    assert (event.action, event.subject_id) == (Action.TAKEN_OFF, collaboration.pk)
    assert event.detail == {"who": str(respondent.user)}
    late = theirs.post(question, {"stage": "established", "state": state[1]})
    assert late.status_code == 404, "a page that was open saves nothing"
    assert case_of(Assessment.objects.get(pk=assessment.pk)).answers == {}
    assert listed(theirs) == ["The other one"]
    assert client.post(place).status_code == 404, "it is done once"
    client.post(reverse("respondent-take-off", args=[other.pk, respondent.membership.pk]))
    assert "as soon as somebody invites you" in theirs.get(LIST).content.decode()


def test_only_respondents_of_ones_own_collaborations_are_taken_off(
    client: Client,
    scope: Scope,
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
    collaboration: Collaboration,
    other_organisation: Organisation,
) -> None:
    respondent, theirs = member(Role.RESPONDENT), member(Role.RESPONDENT, of=other_organisation)
    collaboration.respondents.add(respondent.membership)
    elsewhere = Collaboration.objects.create(organisation=other_organisation, name="Elsewhere")
    elsewhere.respondents.add(theirs.membership)

    def take_off(browser: Client, one: Collaboration, who: Scope) -> int:
        return browser.post(reverse("respondent-take-off", args=[one.pk, who.membership.pk])).status_code

    stranger = signed_in(member(Role.ADMINISTRATOR, of=other_organisation))
    assert take_off(client, elsewhere, theirs) == 404
    assert take_off(client, collaboration, theirs) == 404
    assert take_off(client, collaboration, scope) == 404, "a facilitator is no respondent"
    assert take_off(stranger, collaboration, respondent) == 404
    share(scope, collaboration, other_organisation, may_answer=True)
    assert take_off(stranger, collaboration, respondent) == 403, "a partner invites nobody"
    assert take_off(signed_in(respondent), collaboration, respondent) == 403
    assert collaboration.respondents.count() == elsewhere.respondents.count() == 1


def test_who_sees_it_by_their_role_is_told_so_before_they_are_taken_off(
    client: Client, member: Callable[..., Scope], collaboration: Collaboration
) -> None:
    consultant = member(Role.CONSULTANT)
    collaboration.respondents.add(consultant.membership)
    page = client.get(reverse("respondent-take-off", args=[collaboration.pk, consultant.membership.pk]))
    assert "by their role: Consultant" in page.content.decode()


def test_who_answers_and_who_is_invited_stands_on_the_page_of_the_collaboration(
    client: Client, scope: Scope, member: Callable[..., Scope], collaboration: Collaboration
) -> None:
    collaboration.respondents.add(member(Role.RESPONDENT).membership)
    for address, expiry in (("open@example.org", Invitation.expiry()), ("late@example.org", timezone.now())):
        collaboration.invitations.create(
            organisation=scope.organisation,
            email=address,
            role=Role.RESPONDENT,
            secret_hash=address,
            expires=expiry,
        )
    text = client.get(of(collaboration)).content.decode()
    assert "Respondent 1" in text
    assert "open@example.org, invited on" in text
    assert "late@example.org" not in text
    assert f"{reverse('invite')}?collaboration={collaboration.pk}" in text
