"""The façade that every interface calls: load, read, assess, report."""

import json as json_format
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.advice.assess import assess
from advisor.content.answers_file import SavedAnswers, read_saved_answers
from advisor.content.folders import content_folder
from advisor.content.knowledge_files import Loaded, load_knowledge
from advisor.content.pack_answers import facts_of_other_packs, warnings_on
from advisor.content.pack_questions import with_packs
from advisor.content.packs import find_packs
from advisor.content.questionnaire_files import load_questionnaires
from advisor.engine.inference import Inferrer
from advisor.model.case import Case
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import Result

if TYPE_CHECKING:
    from advisor.explanation.variants import Around, Variants


class Advisor:
    """Advice from one knowledge base.

    >>> advisor = Advisor.load()
    >>> case = Case(name="Example", answers={"quick_wins": "no", "stage": "established"})
    >>> advisor.assess(case).statements["T3"].verdict
    'act'
    """

    def __init__(
        self, knowledge: KnowledgeBase, questionnaires_folder: Path, loaded: Loaded | None = None
    ) -> None:
        """Use a knowledge base that is already loaded; with packs, ``loaded`` says where all stands."""
        self.knowledge = knowledge
        self._questionnaires_folder = questionnaires_folder
        self._loaded = loaded or Loaded(knowledge)

    @classmethod
    def load(
        cls, rules: Path | None = None, packs: Sequence[str] = (), questionnaires: Path | None = None
    ) -> "Advisor":
        """Load the knowledge base; raises ContentRefused with all its problems.

        Args:
            rules: Folder of rules; the one that comes with the product where none is given.
            packs: Packs beside the core pack, each the id of one that comes with the product, or a folder.
            questionnaires: Folder of questionnaires; the one that comes with the product where none is given.
        """
        folder = rules or content_folder("rules")
        loaded = load_knowledge(folder, find_packs(packs, rules))
        advisor = cls(loaded.knowledge, questionnaires or content_folder("questionnaires"), loaded)
        if loaded.question_files:
            advisor.questionnaires  # noqa: B018 - what is wrong with a pack shows at once
        return advisor

    @cached_property
    def questionnaires(self) -> dict[str, Questionnaire]:
        """Questionnaires by name."""
        found = load_questionnaires(self._questionnaires_folder, self.knowledge.vocabulary)
        if self._loaded.question_files and "full" in found:
            found["full"] = with_packs(found["full"], self.knowledge, self._loaded.question_files)
        return found

    @cached_property
    def questions(self) -> dict[str, tuple[str, ...]]:
        """The facts that each question sets, by its number."""
        return {each.id: each.sets for each in self.questionnaires["full"].questions}

    @cached_property
    def _inferrer(self) -> Inferrer:
        return Inferrer(self.knowledge)

    @cached_property
    def _variants(self) -> "Variants":
        from advisor.explanation.variants import Variants  # noqa: PLC0415 - numpy is slow to import

        return Variants(self._inferrer.program)

    def around(self, case: Case) -> "Around":
        """Return a case with its variants: what would follow with other answers."""
        return self._variants.of(case.answers)

    def read_case(self, path: Path) -> Case:
        """Read an answers file; raises InputRefused with all its problems."""
        saved = self.read_saved(path)
        return saved.case.model_copy(update={"warnings": warnings_on(saved, self.knowledge)})

    def read_saved(self, path: Path) -> SavedAnswers:
        """Read all that an answers file holds; raises InputRefused with all its problems.

        Answers that belong to packs which are not in use are set aside and kept.
        """
        return read_saved_answers(
            path, self.knowledge.vocabulary, self.questions, facts_of_other_packs(self.knowledge)
        )

    def assess(self, case: Case) -> Result:
        """Return everything that follows for a case."""
        inference = self._inferrer.infer(case.answers)
        return assess(case, inference, self.knowledge, self.questionnaires["full"])

    def json(self, result: Result) -> str:
        """Return a result as JSON in the shape that other programs rely on."""
        return json_format.dumps(result.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)

    def text(self, result: Result, width: int = 80) -> str:
        """Return a result as plain text."""
        from advisor.report.text import render_text  # noqa: PLC0415 - kept off the path of JSON output

        return render_text(result, self.knowledge, width)

    def html(self, result: Result) -> str:
        """Return a result as one self-contained page."""
        from advisor.report.html import render_html  # noqa: PLC0415 - kept off the path of JSON output

        return render_html(result, self.knowledge)

    def pdf(self, result: Result) -> bytes:
        """Return a result as PDF; raises LibraryMissing where a system library is not there."""
        from advisor.report.pdf import render_pdf  # noqa: PLC0415 - WeasyPrint is slow to import

        return render_pdf(result, self.knowledge)
