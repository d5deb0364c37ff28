"""The earlier side of a comparison: which rules it is read with, and its case.

The earlier report was made with the rules that its file names, so these are the ones to compare with: else a
change of the rules would pass for a change in the collaboration. Only where they are not here, or no longer
run, are the earlier answers read with the present rules, and that is said.
"""

from dataclasses import dataclass
from pathlib import Path

from advisor.cli.earlier_rules import CannotRun, NotHere, loaded_earlier, rules_of_the_day, worded
from advisor.content.answers_file import knowledge_base_of
from advisor.content.folders import content_folder
from advisor.explanation.changes.body import fitting
from advisor.model.case import Case
from advisor.model.explanations.changes import Note
from advisor.proof.versions.revisions import named
from advisor.service import Advisor


@dataclass(frozen=True)
class Using:
    """The rules that a command was told to use.

    Attributes:
        rules: Folder of the present rules; none: those that come with the product.
        packs: Packs beside them.
        rules_then: Folder or revision of the earlier rules; none: those that the earlier file names.
        present_only: Whether the present rules are used for both.
    """

    rules: Path | None = None
    packs: tuple[str, ...] = ()
    rules_then: str | None = None
    present_only: bool = False


@dataclass(frozen=True)
class EarlierSide:
    """The earlier side: its rules, and what is to be said of them."""

    advisor: Advisor
    notes: tuple[Note, ...] = ()

    def case(self, answers: Path) -> Case:
        """Return the earlier case as these rules read it."""
        return self.advisor.read_case(answers)

    def same(self, case: Case) -> Case:
        """Return the present case as far as these rules know its facts."""
        known = fitting(case.answers, self.advisor.knowledge.vocabulary)
        return case.model_copy(update={"answers": known})


def earlier_side(answers: Path, present: Advisor, using: Using) -> EarlierSide:
    """Return the rules for the earlier answers.

    Raises:
        CommandError: The rules that were named are not there, or do not run.
    """
    if using.rules_then is not None:
        folder, forms = using.rules or content_folder("rules"), content_folder("questionnaires")
        with named(using.rules_then, folder, forms) as earlier:
            which = f"The rules of “{using.rules_then}”"
            return EarlierSide(worded(loaded_earlier(earlier, which, using.packs), present))
    of_the_day = None if using.present_only else knowledge_base_of(answers)
    if not of_the_day:
        return EarlierSide(present)
    try:
        then = rules_of_the_day(of_the_day, present, using.rules, using.packs)
    except NotHere:
        return EarlierSide(present, ("rules_not_here",))
    except CannotRun:
        return EarlierSide(present, ("rules_cannot_run",))
    return (
        EarlierSide(present) if then is present else EarlierSide(worded(then, present), ("rules_of_the_day",))
    )
