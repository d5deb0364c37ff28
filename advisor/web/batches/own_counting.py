"""Counts what the collaborations have in common that an organisation sees: work for a worker."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from advisor.batch.portfolio import Passing, Wish
from advisor.batch.rules_only import Source, write_rules_only
from advisor.content.tables.headings import Heading
from advisor.content.tables.rows import Row, Sheet
from advisor.errors import CommandError
from advisor.web.advice import advisor
from advisor.web.batches.in_common import write_files
from advisor.web.batches.models import OwnPortfolio
from advisor.web.batches.own import Answered, key_of, scope_of
from advisor.web.collaborations.answers import case_of

Counted = tuple[str, int, str, str]
"""Id of an assessment, its version, and name and region of its collaboration."""
REGION = Heading(1, "region", "carried", "region")


def make(mine: OwnPortfolio) -> None:
    """Count the collaborations, and write portfolio and tables.

    Raises:
        CommandError: Whoever asked for it may no longer see them.
        OutputError: The files cannot be written.
    """
    scope = scope_of(mine)
    if scope is None:
        raise CommandError(
            _("Whoever asked may no longer see the collaborations – nothing was counted – ask again.")
        )
    cases = _Cases(Answered(scope))
    with mine.place.written_anew() as drafts:
        passing = Passing(Wish(scope.organisation.name, (), wanted=True), _unheard)
        sheet = Sheet(Path(), "", [REGION], cases.rows(), [])
        write_rules_only(drafts, Source(Path(), sheet), advisor(), _unheard, passing=passing.take)
        write_files(drafts, passing.portfolio(scope.organisation.name, advisor()))
    mine.key, mine.counted = key_of(cases.counted), cases.collaborations


class _Cases:
    """The answers as rows of a table, and which they were."""

    def __init__(self, answered: Answered) -> None:
        self._answered = answered
        self.counted: list[Counted] = []
        self.collaborations: list[str] = []

    def rows(self) -> Iterator[Row]:
        """Yield them, a few in memory at a time."""
        for number, one in enumerate(self._answered.latest.iterator(chunk_size=500), start=1):
            of = one.collaboration
            self.counted.append((str(one.pk), one.version, of.name, of.region))
            self.collaborations.append(str(of.pk))
            yield Row(number, of.name, case_of(one), {"region": of.region} if of.region else {})


def _unheard(_text: str) -> None:
    """Hear what the command line would tell."""
