"""The one place that imports experta.

experta 1.9.4 pins frozendict 1.2, which asks ``collections`` for a name that Python 3.10 moved. It is lent
for the time of the import and taken back. experta also adds a handler to the root logger and hides import
errors; both are put right here. See docs/decisions for why this and not a fork.
"""

import collections
import collections.abc
import logging


def _import_experta() -> None:
    lent = not hasattr(collections, "Mapping")
    if lent:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    handlers = list(logging.root.handlers)
    try:
        import experta  # noqa: PLC0415
    finally:
        if lent:
            del collections.Mapping  # type: ignore[attr-defined]
        for handler in [one for one in logging.root.handlers if one not in handlers]:
            logging.root.removeHandler(handler)
    if not hasattr(experta, "KnowledgeEngine"):
        raise ImportError("experta did not load whole: install exactly experta 1.9.4 with frozendict 1.2")


_import_experta()

from experta import AND, NOT, OR, Fact, KnowledgeEngine, L, P, Rule  # noqa: E402
from experta.abstract import Matcher, Strategy  # noqa: E402
from experta.activation import Activation  # noqa: E402
from experta.agenda import Agenda  # noqa: E402
from experta.fact import InitialFact  # noqa: E402
from experta.matchers import ReteMatcher  # noqa: E402
from experta.strategies import DepthStrategy  # noqa: E402

__all__ = [
    "AND",
    "NOT",
    "OR",
    "Activation",
    "Agenda",
    "DepthStrategy",
    "Fact",
    "InitialFact",
    "KnowledgeEngine",
    "L",
    "Matcher",
    "P",
    "ReteMatcher",
    "Rule",
    "Strategy",
]
