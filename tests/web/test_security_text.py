"""Script in every text that people type is shown as text: on every page, in e-mails, PDF and tables."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from advisor.web.accounts.invitations import invite
from advisor.web.accounts.models import Organisation
from advisor.web.accounts.roles import Role
from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor, questionnaire
from advisor.web.api.models import Token
from advisor.web.collaborations.answers import begin, case_of
from advisor.web.collaborations.models import Assessment, Collaboration
from advisor.web.collaborations.sharing import share
from advisor.web.reports.models import Report
from tests.web.addresses import addresses

HOSTILE = "<script>alert(1)</script>{{7*7}}\"'><img src=x onerror=alert(2)>"
RAW = ("<script>alert(1)", "<img src=x", "{{7*7}}\"'>")
"""What would run; escaped, none of it is there."""


@pytest.fixture
def everywhere(
    member: Callable[..., Scope],
    signed_in: Callable[[Scope], Client],
    organisation: Organisation,
    other_organisation: Organisation,
) -> tuple[Client, dict[str, Any]]:
    """An organisation in which every text is hostile; its administrator’s browser; parts of addresses."""
    for one, name in ((organisation, HOSTILE), (other_organisation, f"{HOSTILE} too")):
        one.name = name
        one.save()
    administrator, respondent = member(Role.ADMINISTRATOR), member(Role.RESPONDENT)
    for who in (administrator, respondent):
        who.user.name = HOSTILE
        who.user.save()
        who.membership.organisation = organisation
    collaboration = Collaboration.objects.create(
        organisation=organisation, name=HOSTILE, region=HOSTILE[:100]
    )
    collaboration.respondents.add(respondent.membership)
    assessment = begin(administrator, collaboration, "rapid")
    assessment.case |= {"name": HOSTILE, "notes": HOSTILE}
    assessment.changed_by = administrator.user
    assessment.save()
    given = share(administrator, collaboration, other_organisation, may_answer=True)
    token, _ = Token.made(administrator.membership, HOSTILE)
    link = invite(administrator, "new@example.org", Role.RESPONDENT, "", collaboration)
    report = Report.objects.create(
        assessment=assessment, form="pdf", key="k" * 64, case=assessment.case, problem=HOSTILE, state="failed"
    )
    return signed_in(administrator), {
        "assessment": assessment.pk,
        "collaboration": collaboration.pk,
        "form": "yaml",
        "invitation": link.invitation.pk,
        "membership": respondent.membership.pk,
        "question": questionnaire("rapid").questions[0].id,
        "report": report.pk,
        "secret": link.link.rsplit("/", 2)[1],
        "share": given.pk,
        "token": token.pk,
        "topic": "T3",
    }


def test_on_every_page_it_is_text(everywhere: tuple[Client, dict[str, Any]]) -> None:
    client, parts = everywhere
    seen = set()
    for address in addresses():
        if not address.parts <= parts.keys() or address.is_api:
            continue
        answer = client.get(reverse(address.name, kwargs={part: parts[part] for part in address.parts}))
        if answer.streaming or "html" not in answer.headers.get("Content-Type", "") or not answer.content:
            continue
        page = answer.content.decode()
        assert not [one for one in RAW if one in page], address.route
        if "&lt;script&gt;alert(1)" in page:
            seen.add(address.name)
    assert seen >= {
        "start",
        "collaborations",
        "collaboration",
        "collaboration-details",
        "sharing",
        "share-withdraw",
        "tasks",
        "question",
        "check",
        "result",
        "why",
        "board-paper",
        "reports",
        "report",
        "people",
        "role",
        "member-remove",
        "organisation",
        "invite",
        "invitation",
        "audit",
        "tokens",
        "account",
    }


def test_in_refused_forms_it_is_text(everywhere: tuple[Client, dict[str, Any]], settings: Any) -> None:
    # Without a mail server nobody can change their address.
    settings.DEPLOYMENT = settings.DEPLOYMENT.model_copy(update={"email_host": "mail.example.org"})
    client, _parts = everywhere
    for name, sent in (
        ("account", {"name": f"{HOSTILE}\t{HOSTILE}"}),
        ("invite", {"email": HOSTILE, "role": HOSTILE}),
        ("organisation", {"name": HOSTILE, "colour": HOSTILE, "retention_days": HOSTILE}),
        ("collaboration-new", {"name": HOSTILE, "questionnaire": HOSTILE}),
        ("account_email", {"email": HOSTILE, "action_add": "yes"}),
    ):
        page = client.post(reverse(name), sent).content.decode()
        assert "<title>Error:" in page, name
        assert not [one for one in RAW if one in page], name
    searched = client.get(reverse("audit"), {"who": HOSTILE, "since": HOSTILE}).content.decode()
    assert not [one for one in RAW if one in searched]
    found = client.get(reverse("collaborations"), {"q": HOSTILE}).content.decode()
    assert not [one for one in RAW if one in found]
    tried = Client().post(reverse("account_login"), {"login": HOSTILE, "password": "x"}).content.decode()
    assert not [one for one in RAW if one in tried]


def test_a_colour_writes_no_style(
    everywhere: tuple[Client, dict[str, Any]], organisation: Organisation
) -> None:
    # Past the form, as an older version or a hand in the database could have left it.
    organisation.colour = "</style"
    organisation.save()
    client, _parts = everywhere
    assert "</style }" not in client.get("/").content.decode()


def test_messages_are_text(everywhere: tuple[Client, dict[str, Any]]) -> None:
    client, parts = everywhere
    page = client.post(
        reverse("collaboration-delete", args=[parts["collaboration"]]), follow=True
    ).content.decode()
    assert "is deleted" in page
    assert not [one for one in RAW if one in page]


def test_in_files_it_is_text(everywhere: tuple[Client, dict[str, Any]]) -> None:
    client, parts = everywhere
    rows = csv.reader(
        io.StringIO(b"".join(client.get(reverse("audit-table"))).decode("utf-8-sig"), newline="")
    )
    assert any(HOSTILE in row for row in rows)
    for form in ("yaml", "json"):
        file = client.get(reverse("answers-file", args=[parts["assessment"], form]))
        assert file.headers["Content-Disposition"].startswith("attachment")
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', file.headers["Content-Disposition"])


def test_in_the_report_it_is_text(everywhere: tuple[Client, dict[str, Any]]) -> None:
    _client, parts = everywhere
    case = case_of(Assessment.objects.get(pk=parts["assessment"]))
    page = advisor().html(advisor().assess(case))
    assert not [one for one in RAW if one in page]
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.slow
def test_in_the_pdf_it_is_text(everywhere: tuple[Client, dict[str, Any]]) -> None:
    from pypdf import PdfReader

    _client, parts = everywhere
    case = case_of(Assessment.objects.get(pk=parts["assessment"]))
    content = advisor().pdf(advisor().assess(case))
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)
    assert "<script>alert(1)</script>{{7*7}}" in text
    assert b"/JavaScript" not in content
    assert b"/JS" not in content


def test_a_formula_in_an_uploaded_name_is_refused_or_text(client: Client) -> None:
    file = SimpleUploadedFile("=cmd.yaml", b'name: "=HYPERLINK(1)"\nanswers: {}\n')
    client.post(reverse("collaboration-upload"), {"file": file})
    made = Collaboration.objects.get()
    assert made.name == "=HYPERLINK(1)"
    answer = client.get(reverse("collaboration", args=[made.pk])).content.decode()
    assert "<title>=HYPERLINK(1) –" in answer
