"""The product, loaded and used once, in the process that others are split off from: so they start at once."""

from advisor.batch import finish, portfolio, run, work  # noqa: F401 - loaded on purpose, and so are those below
from advisor.content.tables import errors, results, rows, template_version  # noqa: F401
from advisor.model.case import Case
from advisor.service import Advisor
from tests.batch import fake  # noqa: F401

ADVISOR = Advisor.load()
_RESULT = ADVISOR.assess(Case(name="First", answers={"stage": "planning"}))
ADVISOR.json(_RESULT)
ADVISOR.html(_RESULT)
