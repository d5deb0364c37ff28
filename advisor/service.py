"""The façade that every interface calls: load, read, assess, report."""

import json as json_format
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
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
from advisor.model.condition import Value
from advisor.model.knowledge import KnowledgeBase, Phrase
from advisor.model.questionnaire import Questionnaire
from advisor.model.result import Result

if TYPE_CHECKING:
    from advisor.explanation.changes.body import Body
    from advisor.explanation.completions.completions import Asking
    from advisor.explanation.variants import Around, Variants
    from advisor.model.explanations.changes import Comparison, Note
    from advisor.model.explanations.levers import Levers
    from advisor.model.explanations.next import WhatNext
    from advisor.model.explanations.sensitivity import Sensitivity
    from advisor.model.explanations.what_if import WhatIf
    from advisor.model.explanations.why import Explainables, Explanation
    from advisor.portfolio.model import Portfolio


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

    def with_phrases(self, more: Sequence[Phrase]) -> "Advisor":
        """Return the same rules with more phrases; only what words them changes."""
        phrases = (*self.knowledge.phrases, *more)
        values = {name: getattr(self.knowledge, name) for name in KnowledgeBase.model_fields}
        knowledge = KnowledgeBase.model_construct(None, **{**values, "phrases": phrases})
        other = Advisor(knowledge, self._questionnaires_folder, replace(self._loaded, knowledge=knowledge))
        other.__dict__["questionnaires"] = self.questionnaires
        return other

    @cached_property
    def body(self) -> "Body":
        """The rules as what compares needs them, each rule as it is written among them."""
        from advisor.content.rule_items import items_of  # noqa: PLC0415 - kept off the path of reports
        from advisor.explanation.changes.body import Body  # noqa: PLC0415

        documents = {document.name: document for document, _ in self._loaded.places.values()}
        items = {item.key: item for one in documents.values() for item in items_of(one)}
        full = self.questionnaires["full"]
        return Body(self.knowledge, full, self._inferrer, items, lambda: self._variants)

    def what_if(self, case: Case, changes: "Mapping[str, Value | None]") -> "WhatIf":
        """Return what would differ if some answers were others, and why; a value of none is unknown."""
        from advisor.explanation.changes.what_if import what_if  # noqa: PLC0415 - kept off the path of reports

        return what_if(case, changes, self.body)

    def compare(
        self, old: Case, new: Case, then: "Advisor | None" = None, notes: "Sequence[Note]" = ()
    ) -> "Comparison":
        """Return what differs between an earlier assessment and a later one, and why.

        Args:
            old: The earlier answers.
            new: The later answers.
            then: The rules for the earlier answers; these where none are given.
            notes: What is to be said of the files or of the rules.
        """
        from advisor.explanation.changes.comparison import compare  # noqa: PLC0415 - kept off the path of reports

        return compare(old, new, (then or self).body, self.body, notes)

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

    def what_next(self, case: Case, questionnaire: str = "full") -> "WhatNext":
        """Return which unanswered question changes most, and whether anything left can change the priorities.

        Args:
            case: The case.
            questionnaire: Whose questions: full or rapid.
        """
        from advisor.explanation.completions.next_steps import NextSteps  # noqa: PLC0415 - kept off the path of reports

        asking = self.asking(questionnaire)
        return NextSteps(case, self.assess(case), self.around(case), asking, self._inferrer).found()

    def asking(self, questionnaire: str = "full") -> "Asking":
        """Return what a questionnaire may still ask, for searches over what is left."""
        from advisor.explanation.completions.completions import Asking  # noqa: PLC0415 - numpy is slow to import

        if questionnaire not in self._askings:
            self._askings[questionnaire] = Asking(self._variants, self.questionnaires[questionnaire])
        return self._askings[questionnaire]

    @cached_property
    def _askings(self) -> "dict[str, Asking]":
        return {}

    def explain(self, case: Case, name: str, *, otherwise: bool = False, deep: bool = False) -> "Explanation":
        """Return why something was concluded, and where nobody would act on it why not.

        Args:
            case: The case.
            name: What to explain, such as T3, quick-wins or “level of trust”; raises CommandError where
                there is no such thing, or more than one.
            otherwise: Whether to say why not otherwise in any case.
            deep: Whether levels that bear on another level are opened too.
        """
        from advisor.explanation.reasons.explain import explain  # noqa: PLC0415 - kept off the path of reports
        from advisor.explanation.reasons.topics import topic_of  # noqa: PLC0415
        from advisor.explanation.reasons.why_not import Tried  # noqa: PLC0415

        topic = topic_of(name, self.knowledge)
        inference = self._inferrer.infer(case.answers)
        tried = Tried(
            case.answers,
            inference,
            self._inferrer.infer,
            lambda: self._variants.columns,
            {
                one
                for each in self.questionnaires["full"].questions
                if each.may_not_apply
                for one in each.sets
            },
        )
        result = assess(case, inference, self.knowledge, self.questionnaires["full"])
        return explain(topic, result, tried, self.knowledge, otherwise=otherwise, deep=deep)

    def explainables(self, case: Case) -> "Explainables":
        """Return what one asks about first, each with how it stands in a case."""
        from advisor.explanation.reasons.explain import explainables  # noqa: PLC0415 - kept off the path of reports

        inference = self._inferrer.infer(case.answers)
        result = assess(case, inference, self.knowledge, self.questionnaires["full"])
        return explainables(result, inference, self.knowledge)

    def levers(self, case: Case, targets: Sequence[str] = (), changes: int = 3) -> "Levers":
        """Return the few changes that take most pressure off some mechanisms.

        Args:
            case: The case.
            targets: Ids of mechanisms; trust, faith and confidence where none are named. Raises CommandError
                where there is no such mechanism.
            changes: How many changes at most to try together.
        """
        from advisor.explanation.levers.levers import (  # noqa: PLC0415 - kept off the path of reports
            DEFAULT_TARGETS,
            LeverWriter,
            mechanism_named,
        )

        wanted = [mechanism_named(one, self.knowledge) for one in targets or DEFAULT_TARGETS]
        writer = LeverWriter(
            self.around(case), self.assess(case), self._inferrer, self.questionnaires["full"]
        )
        return writer.levers(wanted, changes)

    def sensitivity(self, case: Case) -> "Sensitivity":
        """Return which answers decide the priorities, and which advice hangs on what is not known."""
        from advisor.explanation.completions.completions import Completions  # noqa: PLC0415 - numpy is slow to import
        from advisor.explanation.completions.sensitivity import sensitivity  # noqa: PLC0415

        asking = self.asking()
        completions = Completions(asking, self.around(case), asking.ever(case.answers))
        return sensitivity(completions, self.assess(case), self._inferrer)

    def portfolio(self, cases: "Iterable[Case]", title: str = "", *, names: bool = False) -> "Portfolio":
        """Return what many collaborations have in common, in numbers that may be published.

        Args:
            cases: The collaborations; they are read a block at a time, and may be any number.
            title: Name of the portfolio.
            names: Whether to name those with each concern: then it is for the owner alone.
        """
        from advisor.portfolio.portfolio import portfolio  # noqa: PLC0415 - kept off the path of reports

        return portfolio(cases, self._variants, self.questionnaires["full"], title, names=names)

    def portfolio_html(self, portfolio: "Portfolio") -> str:
        """Return the report of a portfolio as one self-contained page."""
        from advisor.report.portfolio.rendering import render_portfolio_html  # noqa: PLC0415

        return render_portfolio_html(portfolio, self.knowledge)

    def portfolio_pdf(self, portfolio: "Portfolio") -> bytes:
        """Return the report of a portfolio as PDF; raises LibraryMissing where a library is not there."""
        from advisor.report.portfolio.rendering import render_portfolio_pdf  # noqa: PLC0415

        return render_portfolio_pdf(portfolio, self.knowledge)

    def json(self, result: Result) -> str:
        """Return a result as JSON in the shape that other programs rely on."""
        return json_format.dumps(result.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)

    def text(self, result: Result, width: int = 80, *, whole: bool = False) -> str:
        """Return a result as plain text: all of it, or what a terminal shows first."""
        from advisor.report.text import render_text  # noqa: PLC0415 - kept off the path of JSON output

        return render_text(result, self.knowledge, width, whole=whole)

    def board_paper(self, result: Result) -> str:
        """Return a result as one page of plain text for a board."""
        from advisor.report.board_paper import board_paper_text  # noqa: PLC0415 - kept off the path of JSON output

        return board_paper_text(result, self.knowledge)

    def html(self, result: Result) -> str:
        """Return a result as one self-contained page."""
        from advisor.report.html import render_html  # noqa: PLC0415 - kept off the path of JSON output

        return render_html(result, self.knowledge)

    def pdf(self, result: Result) -> bytes:
        """Return a result as PDF; raises LibraryMissing where a system library is not there."""
        from advisor.report.pdf import render_pdf  # noqa: PLC0415 - WeasyPrint is slow to import

        return render_pdf(result, self.knowledge)
