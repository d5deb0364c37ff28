"""Rows become collaborations, each once."""

from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from advisor.web.accounts.scope import Scope
from advisor.web.audit import wording
from advisor.web.audit.models import Event
from advisor.web.audit.record import Action
from advisor.web.batches import keeping
from advisor.web.batches.models import Batch
from advisor.web.batches.taking_over import made_of, take_over
from advisor.web.collaborations.answers import case_of
from advisor.web.collaborations.models import Collaboration
from tests.web.batches.tables import SOUND, WRONG, assessed, csv_of, of, read, text_of


def of_client() -> bytes:
    return b"name,organisation,stage\r\nNetwork 1,Reed NHS Trust,planning\r\n"


def opened(collaboration: Collaboration) -> str:
    return reverse("collaboration", args=[collaboration.pk])


def test_a_row_is_taken_over_with_its_answers(
    browser: Client, consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = assessed(consultant, upload(csv_of([*SOUND, WRONG])))
    answer = browser.post(of(batch, "batch-go-on", 2))
    made = Collaboration.objects.get()
    assert answer["Location"] == opened(made)
    assert (made.name, made.region, made.organisation) == ("Network 1", "North", consultant.organisation)
    assert case_of(made.assessments.get()).answers == {"stage": "planning", "conflict": "some"}
    for none in (5, 99):
        assert browser.post(of(batch, "batch-go-on", none)).status_code == 404, "no answers that can be used"
    begun = Event.objects.filter(action__in=(Action.BEGUN, Action.ROUND_BEGUN)).order_by("at")
    assert [wording.detail(one) for one in begun] == ["from a table", "round 1, full, from a table"]


def test_for_whom_a_row_was_assessed_goes_with_it(consultant: Scope, upload: Callable[..., Batch]) -> None:
    batch = assessed(consultant, upload(of_client()))
    take_over(consultant, batch, 2)
    made = Collaboration.objects.get()
    assert case_of(made.assessments.get()).organisation == "Reed NHS Trust"


def test_a_row_that_was_taken_over_is_opened_until_its_collaboration_is_deleted(
    browser: Client, consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = assessed(consultant, upload(csv_of(SOUND)))
    page = text_of(browser.get(of(batch, "batch-results")))
    assert (page.count(">Open it<"), page.count(">Go on with this one<")) == (0, 3)
    first, again = (browser.post(of(batch, "batch-go-on", 3))["Location"] for _ in range(2))
    made = Collaboration.objects.get()
    assert first == again == opened(made)
    page = text_of(browser.get(of(batch, "batch-results")))
    assert (page.count(">Open it<"), page.count(">Go on with this one<")) == (1, 2)
    assert f'<a href="{opened(made)}">Open it' in page
    made.delete()
    page = text_of(browser.get(of(batch, "batch-results")))
    assert (page.count(">Open it<"), page.count(">Go on with this one<")) == (0, 3)
    assert browser.post(of(batch, "batch-go-on", 3))["Location"] == opened(Collaboration.objects.get())


def test_a_row_is_not_taken_for_the_one_that_stood_there_before(
    consultant: Scope, upload: Callable[..., Batch]
) -> None:
    batch = assessed(consultant, upload(csv_of(SOUND)))
    first, second = (taken[0] for row in (2, 3) if (taken := take_over(consultant, batch, row)))
    other = csv_of([SOUND[0], SOUND[2], SOUND[1]])
    keeping.mend(consultant, batch, SimpleUploadedFile("again.csv", other))
    batch.refresh_from_db()
    assert take_over(consultant, batch, 2) is None, "the table is being read"
    assert made_of(consultant, read(batch), range(9)) == {2: first}
    taken = take_over(consultant, batch, 3)
    assert taken is not None
    assert (taken[0].name, taken[1]) == ("Network 3", True)
    assert taken[0] != second
