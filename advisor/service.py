"""The façade that every interface calls: load, read, assess, report."""

import json as json_format
from functools import cached_property
from pathlib import Path

from advisor.advice.assess import assess
from advisor.content.answers_file import read_answers
from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.content.questionnaire_files import load_questionnaires
from advisor.engine.inference import Inferrer
from advisor.model.case import Case
from advisor.model.knowledge import KnowledgeBase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import Result


class Advisor:
    """Advice from one knowledge base.

    >>> advisor = Advisor.load()
    >>> case = Case(name="Example", answers={"quick_wins": "no", "stage": "established"})
    >>> advisor.assess(case).statements["T3"].verdict
    'act'
    """

    def __init__(self, knowledge: KnowledgeBase, questionnaires_folder: Path) -> None:
        """Use a knowledge base that is already loaded."""
        self.knowledge = knowledge
        self._questionnaires_folder = questionnaires_folder

    @classmethod
    def load(cls, rules: Path | None = None) -> "Advisor":
        """Load the knowledge base; raises ContentRefused with all its problems.

        Args:
            rules: Folder of rules; the one that comes with the product where none is given.
        """
        folder = rules or content_folder("rules")
        return cls(load_knowledge(folder).knowledge, content_folder("questionnaires"))

    @cached_property
    def questionnaires(self) -> dict[str, Questionnaire]:
        """Questionnaires by name."""
        return load_questionnaires(self._questionnaires_folder, self.knowledge.vocabulary)

    @cached_property
    def _inferrer(self) -> Inferrer:
        return Inferrer(self.knowledge)

    def read_case(self, path: Path) -> Case:
        """Read an answers file; raises InputRefused with all its problems."""
        return read_answers(path, self.knowledge.vocabulary)

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
