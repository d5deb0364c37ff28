"""The app with a made-up Welsh, and an organisation that has something on every page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from babel.messages.catalog import Catalog
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings

from advisor.batch import run as batch_run
from advisor.content.answers_file import SavedAnswers
from advisor.content.folders import content_folder
from advisor.errors import InputRefused
from advisor.web.accounts.invitations import invite
from advisor.web.accounts.models import Membership, Organisation, User
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.api.models import Token
from advisor.web.batches import checking, keeping, understanding
from advisor.web.batches.models import Batch
from advisor.web.batches.understood import Understood, understood_at
from advisor.web.batches.wording import told
from advisor.web.collaborations.answers import begin
from advisor.web.collaborations.answers_files import read_upload, take_in
from advisor.web.collaborations.sharing import share
from advisor.web.languages import languages
from advisor.web.reports.asking import ask
from advisor.web.reports.models import Form
from advisor.web.reports.tasks import make_report
from tests.web.batches.tables import SOUND, WRONG, assessed, csv_of, read
from tests.web.people import PASSWORD, SECRET
from tests.web.translation.pseudo import compiled_into, messages

EXAMPLE = content_folder("questionnaires") / "examples" / "felt-takeover-merger.yaml"

UNSOUND = b"zz: ["


@pytest.fixture(scope="session")
def texts() -> Catalog:
    """Every text of the app."""
    return messages().template()


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory, texts: Catalog) -> Path:
    """A folder with the catalogue of a made-up Welsh."""
    folder = tmp_path_factory.mktemp("locale")
    compiled_into(folder, texts)
    return folder


@pytest.fixture
def welsh(settings: Any, catalogue: Path) -> None:
    """An installation with that catalogue."""
    settings.LOCALE_PATHS = [catalogue]
    settings.LANGUAGES = languages(catalogue)


@dataclass(frozen=True)
class World:
    """What there is to look at.

    Attributes:
        scope: An administrator.
        parts: What stands in addresses.
        fresh: An assessment without an answer.
        told: What the readers of tables and files say that is to be mended; they speak English.
    """

    scope: Scope
    parts: dict[str, Any]
    fresh: UUID
    told: tuple[str, ...]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where reports and tables lie."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any, files: Path) -> Iterator[World]:
    """An organisation with something on every page, made once: what a test does to it is undone.

    All names in it begin with “Zz”, so that they are known.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(FILES=files), pytest.MonkeyPatch.context() as patched:
            _read_here(patched)
            world = _made()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, settings: Any, files: Path, welsh: None) -> World:
    """That organisation, in an installation that speaks Welsh and sends e-mails."""
    settings.FILES = files
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})
    mail.outbox.clear()
    return made


@pytest.fixture
def browser(world: World, signed_in: Callable[[Scope], Client]) -> Client:
    """The administrator’s browser, in which Welsh is chosen."""
    return in_welsh(signed_in(world.scope))


def _made() -> World:
    home, partner = (Organisation.objects.create(name=f"Zz{name}") for name in ("home", "partner"))
    scope, other = joined(home, Role.ADMINISTRATOR), joined(home, Role.RESPONDENT)
    first = take_in(scope, _answers(), "Zzname")
    collaboration = first.collaboration
    collaboration.respondents.add(other.membership)
    second = begin(scope, collaboration, "full")
    fresh = begin(scope, home.collaborations.create(name="Zzfresh", region="Zzregion"), "rapid")
    report = ask(scope, second, Form.JSON)
    make_report.func(str(report.pk))
    table = SimpleUploadedFile("zztable.csv", csv_of([*_SOUND, _WRONG]))
    batch = assessed(scope, read(keeping.begin(scope, table, "Zztable")), "json")
    parts = {
        "assessment": second.pk,
        "batch": batch.pk,
        "collaboration": collaboration.pk,
        "invitation": invite(scope, "zz@zz.zz", Role.RESPONDENT, "", collaboration).invitation.pk,
        "membership": other.membership.pk,
        "number": 1,
        "question": "A1",
        "report": report.pk,
        "secret": invite(scope, "zzz@zz.zz", Role.CONSULTANT, "").link.rsplit("/", 2)[1],
        "share": share(scope, collaboration, partner, may_answer=True).pk,
        "token": Token.made(scope.membership, "Zztoken")[0].pk,
        "topic": "T3",
    }
    return World(scope, parts, fresh.pk, (*_told_of_table(batch), *_told_of_file()))


def joined(of: Organisation, role: Role, name: str = "zz") -> Scope:
    """Return a new member of an organisation, with a second factor."""
    user = User.objects.create_user(f"{name}{role}@zz.zz", PASSWORD, name=f"Zz{role}")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, SECRET)
    return Scope(Membership.objects.create(user=user, organisation=of, role=role))


def _answers() -> SavedAnswers:
    """Return answers that lead to much advice, with no names and remarks but made-up ones."""
    found = advisor().read_saved(EXAMPLE)
    case = found.case.model_copy(
        update={"organisation": "Zzorganisation", "respondent": "Zzrespondent", "notes": "Zznotes"}
    )
    return replace(found, case=case)


def _told_of_table(batch: Batch) -> list[str]:
    understood = understood_at(batch.place)
    assert understood is not None
    return [text for one in map(told, understood.shown) for text in (one.wrong, one.write)]


def _told_of_file() -> list[str]:
    with pytest.raises(InputRefused) as refused:
        read_upload(SimpleUploadedFile("zz.yaml", UNSOUND))
    return [each.text for each in refused.value.problems]


_SOUND = [[f"Zz{one}", "Zz", *rest] for one, _, *rest in SOUND] + [
    [f"Zzmany{one}", "Zz", "planning", "some"] for one in range(7)
]
_WRONG = ["Zzwrong", "Zz", *WRONG[2:]]


def in_welsh(browser: Client) -> Client:
    """Have a browser ask for Welsh, as it does once that is chosen."""
    browser.cookies["advisor_language"] = "cy"
    return browser


def _read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read tables in this process, which has the rules already."""

    def read(task: understanding.Task, _: object) -> Understood:
        found = understanding.understand(task)
        (task.into / "understood.json").write_text(found.model_dump_json(), encoding="utf-8")
        return found

    monkeypatch.setattr(checking, "_read", read)
    monkeypatch.setattr(understanding.Advisor, "load", lambda *_, **__: advisor())
    monkeypatch.setattr(batch_run, "cores", lambda: 1)
    monkeypatch.setattr(understanding.Advisor, "portfolio_pdf", lambda *_: b"")  # nobody reads it here
