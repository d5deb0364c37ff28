"""What an organisation’s own collaborations have in common: counted by a worker, kept while it is true."""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from advisor.batch.rules_only import Source
from advisor.model.case import Case
from advisor.portfolio.model import Portfolio
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event
from advisor.web.batches import own, own_counting
from advisor.web.batches.models import OwnPortfolio
from advisor.web.batches.tasks import MOST_TRIES, count_own
from advisor.web.collaborations import deletion, sharing
from advisor.web.collaborations.answers import begin, save_several
from advisor.web.collaborations.models import Collaboration
from advisor.web.reports.models import State
from tests.web.batches.tables import RULES, content_of, text_of

PAGE = reverse("portfolio")
FILES = (
    "portfolio.pdf",
    "portfolio.html",
    "portfolio.json",
    "results.xlsx",
    "results.csv",
    "results.parquet",
)


@pytest.fixture
def networks(consultant: Scope) -> list[Collaboration]:
    """Twelve collaborations with an answer, and one without."""
    made = [answered(consultant, f"Network {number}") for number in range(12)]
    Collaboration.objects.create(organisation=consultant.organisation, name="Not begun")
    return made


@pytest.fixture(scope="module")
def in_common() -> Portfolio:
    return RULES.portfolio([Case(name="", answers={"stage": "planning"})] * 12, "Harrowmoor NHS Trust")


@pytest.fixture
def _quickly(in_common: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count once for all tests, and write the smallest files: one test looks at the real ones."""

    def write(drafts: Path, source: Source, *_: object, **__: object) -> None:
        numbers = [row.number for row in source.sheet.rows]
        (drafts / "results.csv").write_text(f"{len(numbers)}\n", encoding="utf-8")

    monkeypatch.setattr(own_counting, "write_rules_only", write)
    monkeypatch.setattr(own_counting.Passing, "portfolio", lambda *_: in_common)
    monkeypatch.setattr(type(RULES), "portfolio_pdf", lambda *_: b"%PDF-")


quickly = pytest.mark.usefixtures("_quickly")


def answered(scope: Scope, name: str) -> Collaboration:
    made = Collaboration.objects.create(organisation=scope.organisation, name=name, region="North")
    save_several(scope, begin(scope, made, "rapid"), {"stage": "planning"})
    return made


def counted(browser: Client) -> OwnPortfolio:
    """Ask for it, and do what a worker would."""
    assert browser.post(PAGE)["Location"] == PAGE
    count_own.func(str(OwnPortfolio.objects.get().pk))
    return OwnPortfolio.objects.get()


def file(name: str) -> str:
    return reverse("portfolio-file", args=[name])


@quickly
def test_a_worker_counts_them_and_the_page_counts_nothing(
    browser: Client, networks: list[Collaboration], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = text_of(browser.get(PAGE))
    assert "12 of the collaborations that you can see have answers. 1 has none yet." in page
    assert "Count what they have in common" in page
    assert browser.get(file("portfolio.pdf")).status_code == 404
    browser.post(PAGE)
    page = text_of(browser.get(PAGE))
    assert "Being counted" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert browser.get(PAGE, headers={"Accept": "application/json"}).json() == {"state": "waiting"}
    count_own.func(str(OwnPortfolio.objects.get().pk))
    monkeypatch.setattr(type(RULES), "portfolio_html", None)
    monkeypatch.setattr(own_counting, "write_rules_only", None)
    page = text_of(browser.get(PAGE))
    assert "What 12 collaborations have in common" in page
    assert "Counted" in page
    assert "Since then" not in page


@quickly
def test_nothing_is_counted_for_somebody_who_may_no_longer_see_it(
    browser: Client, consultant: Scope, networks: list[Collaboration]
) -> None:
    counted(browser)
    save_several(consultant, networks[0].assessments.get(), {"stage": "established"})
    browser.post(PAGE)
    type(consultant.membership).objects.update(role=Role.FACILITATOR)
    count_own.func(str(OwnPortfolio.objects.get().pk))
    mine = OwnPortfolio.objects.get()
    assert mine.state == State.FAILED
    assert "nothing was counted" in mine.problem


@quickly
@pytest.mark.parametrize(("few", "queue"), [(12, "default"), (11, "batches")])
def test_counting_many_holds_up_no_report(
    browser: Client,
    networks: list[Collaboration],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    few: int,
    queue: str,
) -> None:
    monkeypatch.setattr(own, "FEW", few)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(PAGE)
    assert DBTaskResult.objects.get().queue_name == queue


def test_it_comes_as_every_file_that_a_batch_has(browser: Client, networks: list[Collaboration]) -> None:
    mine = counted(browser)
    assert (mine.state, mine.problem) == (State.READY, "")
    assert len(mine.counted) == 12
    for name in FILES:
        answer = browser.get(file(name))
        assert answer["Content-Disposition"] == f'attachment; filename="harrowmoor-nhs-trust-{name}"'
        assert content_of(answer)
    assert content_of(browser.get(file("portfolio.pdf"))).startswith(b"%PDF-")
    data = json.loads(content_of(browser.get(file("portfolio.json"))))
    assert (data["schema"], data["collaborations"]) == ("advisor/portfolio/1", 12)
    table = content_of(browser.get(file("results.csv"))).decode("utf-8-sig").splitlines()
    assert len(table) == 13
    assert table[1].startswith("1,Network 0,")
    assert browser.get(file("manifest.sqlite")).status_code == 404
    told = set(Event.objects.values_list("action", flat=True))
    assert {"portfolio-asked", "downloaded"} <= told


@quickly
def test_fewer_than_ten_are_never_counted(browser: Client, consultant: Scope) -> None:
    for number in range(9):
        answered(consultant, f"Network {number}")
    assert "A portfolio needs at least ten collaborations." in text_of(browser.get(PAGE))
    browser.post(PAGE)
    assert not OwnPortfolio.objects.exists()


@quickly
def test_a_change_is_told_and_the_figures_stay_until_they_are_counted_again(
    browser: Client, consultant: Scope, networks: list[Collaboration]
) -> None:
    counted(browser)
    save_several(consultant, networks[0].assessments.get(), {"stage": "established"})
    page = text_of(browser.get(PAGE))
    assert "Since then, answers, collaborations or rules have changed." in page
    assert "Count again" in page
    assert "What 12 collaborations have in common" in page
    counted(browser)
    assert "Since then" not in text_of(browser.get(PAGE))


@quickly
def test_what_tells_of_a_deleted_collaboration_goes_with_it(
    browser: Client,
    consultant: Scope,
    networks: list[Collaboration],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    folder = counted(browser).place.path
    assert folder.is_dir()
    with django_capture_on_commit_callbacks(execute=True):
        deletion.delete(consultant, networks[0])
    assert not folder.exists()
    assert browser.get(file("results.csv")).status_code == 404


@quickly
def test_what_tells_of_a_collaboration_no_longer_shared_is_not_given_out_and_goes(
    browser: Client,
    consultant: Scope,
    networks: list[Collaboration],
    member: Callable[..., Scope],
    other_organisation: Organisation,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    partner = member(Role.ADMINISTRATOR, of=other_organisation)
    theirs = answered(partner, "Eastmere network")
    share = sharing.share(partner, theirs, consultant.organisation, may_answer=False)
    mine = counted(browser)
    assert len(mine.counted) == 13
    assert content_of(browser.get(file("portfolio.json")))
    sharing.withdraw(partner, share)
    assert browser.get(file("portfolio.json")).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert own.tidy() == 1
    assert not mine.place.path.exists()


@quickly
def test_it_is_tidied_away_when_its_time_is_over(
    browser: Client, networks: list[Collaboration], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    mine = counted(browser)
    assert own.tidy() == 0
    draft = mine.place.path.with_name(".left-by-a-dead-worker")
    draft.mkdir()
    os.utime(draft, (0, 0))
    OwnPortfolio.objects.update(changed=timezone.now() - timedelta(days=31))
    Organisation.objects.update(retention_days=30)
    with django_capture_on_commit_callbacks(execute=True):
        assert own.tidy() == 1
    assert not mine.place.path.exists()
    assert not draft.exists()


@quickly
def test_others_see_nothing_of_it(
    browser: Client,
    networks: list[Collaboration],
    member: Callable[..., Scope],
    other_organisation: Organisation,
    signed_in: Callable[..., Client],
) -> None:
    counted(browser)
    stranger = signed_in(member(Role.ADMINISTRATOR, of=other_organisation))
    assert "A portfolio needs at least ten collaborations." in text_of(stranger.get(PAGE))
    facilitator = signed_in(member(Role.FACILITATOR))
    for name in FILES:
        assert stranger.get(file(name)).status_code == 404
        assert facilitator.get(file(name)).status_code == 403
    assert facilitator.post(PAGE).status_code == 403


@quickly
def test_a_fault_is_told_and_what_kills_every_worker_is_given_up(
    browser: Client, networks: list[Collaboration], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(own_counting, "write_files", full)
        assert counted(browser).state == State.FAILED
    page = text_of(browser.get(PAGE))
    assert "They could not be counted." in page
    assert "Count what they have in common" in page
    browser.post(PAGE)
    OwnPortfolio.objects.update(state=State.BEING_MADE, tries=MOST_TRIES)
    mine = OwnPortfolio.objects.get()
    count_own.func(str(mine.pk))
    mine.refresh_from_db()
    assert (mine.state, f"{MOST_TRIES} tries" in mine.problem) == (State.FAILED, True)
    assert not [*Path(mine.place.path.parent).glob(".*")], "no draft stays"


@quickly
def test_one_that_is_under_way_is_not_asked_for_twice(browser: Client, networks: list[Collaboration]) -> None:
    browser.post(PAGE)
    browser.post(PAGE)
    assert Event.objects.filter(action="portfolio-asked").count() == 1
