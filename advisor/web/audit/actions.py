"""What can be done, and under which circumstances: kept as plain marks, put in words when somebody reads."""

from typing import TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What can be done."""

    BEGUN = "collaboration-begun", _("began a collaboration")
    RENAMED = "collaboration-renamed", _("renamed a collaboration")
    ROUND_BEGUN = "round-begun", _("began an assessment")
    ANSWERED = "answered", _("answered a question")
    REPORT_MADE = "report-asked", _("asked for a report")
    DOWNLOADED = "downloaded", _("downloaded a file")
    EXPORTED = "exported", _("exported a collaboration")
    DELETED = "collaboration-deleted", _("deleted a collaboration")
    EXPIRED = (
        "collaboration-expired",
        _("deleted a collaboration that nobody had touched for the set time"),
    )
    SHARED = "shared", _("shared a collaboration")
    SHARE_WITHDRAWN = "share-withdrawn", _("withdrew a share")
    INVITED = "invited", _("invited somebody")
    INVITATION_WITHDRAWN = "invitation-withdrawn", _("withdrew an invitation")
    JOINED = "joined", _("accepted an invitation")
    TAKEN_OFF = "respondent-taken-off", _("took a respondent off a collaboration")
    ROLE_CHANGED = "role-changed", _("changed somebody’s role")
    MEMBER_REMOVED = "member-removed", _("removed somebody")
    SETTINGS_CHANGED = "settings-changed", _("changed the organisation’s settings")
    TRAIL_DOWNLOADED = "trail-downloaded", _("downloaded the audit trail")
    SIGNED_IN = "signed-in", _("signed in")
    SIGN_IN_FAILED = "sign-in-failed", _("failed to sign in")
    SIGNED_OUT = "signed-out", _("signed out")
    SIGNED_OUT_EVERYWHERE = "signed-out-everywhere", _("signed out everywhere")
    NAME_CHANGED = "name-changed", _("changed their name")
    PASSWORD_CHANGED = "password-changed", _("changed their password")
    EMAIL_CHANGED = "email-changed", _("changed their email address")
    EMAIL_CONFIRMED = "email-confirmed", _("confirmed their email address")
    RECOVERED = "recovered", _("got a link from whoever runs the app, without their second factor")
    SECOND_FACTOR_ADDED = "second-factor-added", _("set up a second factor")
    SECOND_FACTOR_REMOVED = "second-factor-removed", _("removed their second factor")
    RECOVERY_CODES_MADE = "recovery-codes-made", _("made new recovery codes")
    TOKEN_MADE = "token-made", _("made an access token")
    TOKEN_WITHDRAWN = "token-withdrawn", _("withdrew an access token")
    UPLOADED = "uploaded", _("uploaded a workbook")
    COLUMNS_PAIRED = "columns-paired", _("said what the columns of a workbook hold")
    BATCH_RUN = "batch-run", _("assessed a workbook")
    PORTFOLIO_MADE = "portfolio-asked", _("asked for the portfolio of the collaborations")
    BATCH_DELETED = "batch-deleted", _("deleted a workbook and its results")


class How(models.TextChoices):
    """How something came about."""

    FROM_FILE = "from-file", _("from an answers file")
    FROM_TABLE = "from-table", _("from a table")
    FOR_PROGRAMS = "for-programs", _("through other software")
    SIGN_ON = "sign-on", _("through the organisation’s sign-on")
    FIRST_SIGN_ON = "first-sign-on", _("taken away at the first sign-on")
    WRONG_PASSWORD = "wrong-password", _("wrong password")
    WRONG_CODE = "wrong-code", _("wrong code")
    TIME_OVER = "time-over", _("their time was over")
    TABLES_ALONE = "tables-alone", _("tables alone")
    STOPPED = "stopped", _("stopped")


class Detail(TypedDict, total=False):
    """What an event may tell beside who, what and when. There is no place for an answer.

    Attributes:
        who: Whom it concerns, by name.
        email: Whom it concerns, by address.
        role: A role, by its mark.
        role_before: The one before.
        name_before: The name before.
        partner: Name of a partner organisation.
        may_answer: Whether it may answer too.
        region: Whether the region is changed.
        number: Number of a round.
        questionnaire: Rapid or full.
        question: Id of a question.
        facts: How many facts were answered.
        file: Name of a file.
        forms: Forms of reports, with spaces between them.
        settings: Names of settings, with spaces between them.
        days: Days that nobody touched it.
        how: How it came about.
    """

    who: str
    email: str
    role: str
    role_before: str
    name_before: str
    partner: str
    may_answer: bool
    region: bool
    number: int
    questionnaire: str
    question: str
    facts: int
    file: str
    forms: str
    settings: str
    days: int
    how: How
