"""Loads the questionnaires from their folder: a full one, and others that choose from it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import Field

from advisor.content.references import unknown_name
from advisor.content.validate import validate_item
from advisor.content.yaml_reader import Document, Path_, read_yaml
from advisor.errors import ContentRefused, InputRefused, Problem
from advisor.model.base import Model
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Atom, Condition, Kind, atoms
from advisor.model.questionnaire import Language, Question, Questionnaire, QuestionnaireTexts
from advisor.model.vocabulary import Vocabulary

Fault = tuple[Path_, str, str]
"""Where something is wrong, what, and of which kind."""
ENGLISH = "en"
NONE_HERE = "holds no questionnaire; full.yaml belongs here"
NO_NAME = "the language {language} has no name; add it below languages, such as cy: Cymraeg"


class ChosenQuestion(Model):
    """A question taken from another questionnaire."""

    question: str = Field(description="Id of the question.")
    rows: tuple[str, ...] = Field(default=(), description="Facts of the rows that are kept; none: all.")


class Choice(Model):
    """A questionnaire that takes its questions from another one."""

    questionnaire: str = Field(description="Name.")
    title: str = Field(description="Title.")
    version: str = Field(description="Date of the choice.")
    minutes: int = Field(description="About how long it takes.")
    about: str = Field(description="What it is for and what happens to the answers.")
    from_: str = Field(alias="from", description="Name of the questionnaire it takes questions from.")
    questions: tuple[ChosenQuestion, ...] = Field(description="The questions taken.")
    translations: dict[Language, QuestionnaireTexts] | None = Field(
        default=None, description="Title and introduction in other languages."
    )


def load_questionnaires(folder: Path, vocabulary: Vocabulary) -> dict[str, Questionnaire]:
    """Load every questionnaire of a folder, by name; those that choose from others come resolved.

    Raises:
        ContentRefused: Something in one of them is at fault; holds every problem of every file.
    """
    loader = _Loader(vocabulary)
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise ContentRefused([Problem(str(folder), 0, 0, NONE_HERE, "unreadable")])
    for path in paths:
        loader.read(path)
    for document, choice in loader.choices:
        loader.resolve(document, choice)
    if loader.problems:
        raise ContentRefused(loader.problems)
    return loader.found


def faults_of_questionnaire(whole: Questionnaire, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Yield what is wrong with a questionnaire that has the right shape, with its place."""
    yield from _Loader(vocabulary).faults(whole)


class _Loader:
    """Reads questionnaires one by one, collecting problems on the way."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.found: dict[str, Questionnaire] = {}
        self.choices: list[tuple[Document, Choice]] = []
        self.problems: list[Problem] = []

    def read(self, path: Path) -> None:
        try:
            document = read_yaml(path, f"{path.parent.name}/{path.name}")
        except InputRefused as error:
            self.problems += error.problems
            return
        data = document.data
        if not isinstance(data, dict):
            text = "is not a questionnaire; it needs names and values"
            self.problems.append(document.problem((), text, code="wrong-kind"))
            return
        derived = self.vocabulary.derived_by_name
        if "from" in data:
            choice, problems = validate_item(Choice, data, document, (), derived)
            self.problems += problems
            if choice is not None:
                self.choices.append((document, choice))
            return
        whole, problems = validate_item(Questionnaire, data, document, (), derived)
        self.problems += problems
        if whole is not None:
            self.problems += [
                document.problem(place, text, code=code) for place, text, code in self.faults(whole)
            ]
            self.found[whole.questionnaire] = whole

    def faults(self, whole: Questionnaire) -> Iterator[Fault]:
        """Yield what is wrong with a questionnaire that has the right shape, with its place."""
        sections = [section.id for section in whole.sections]
        asked_by: dict[str, str] = {}
        ids: set[str] = set()
        for number, question in enumerate(whole.questions):
            place: Path_ = ("questions", number)
            if question.id in ids:
                text = f"{question.id} stands twice; give one of the two another number"
                yield (*place, "id"), text, "duplicate-id"
            ids.add(question.id)
            if question.section not in sections:
                yield (*place, "section"), unknown_name("section", question.section, sections), "unknown-id"
            for fact in question.sets:
                if fact not in self.vocabulary.by_name:
                    text = f"{question.id}: {unknown_name('fact', fact, self.vocabulary.by_name)}"
                    yield place, text, "unknown-fact"
                if fact in asked_by:
                    text = f"{question.id}: {fact} is asked by {asked_by[fact]} already; keep one"
                    yield place, text, "duplicate-id"
                asked_by[fact] = question.id
            if question.show_if is not None:
                inner: Path_ = (*place, "show_if")
                yield from ((inner, text, code) for text, code in self.condition(question.show_if))
            for row_number, row in enumerate(question.rows):
                if row.show_if is not None:
                    inner = (*place, "rows", row_number, "show_if")
                    yield from ((inner, text, code) for text, code in self.condition(row.show_if))
        yield from self.faults_of_languages(whole)

    def faults_of_languages(self, whole: Questionnaire) -> Iterator[Fault]:
        """Yield what is wrong with the texts in other languages."""
        if ENGLISH in (whole.languages or {}):
            text = "English is the questionnaire’s own language; change its texts instead"
            yield ("languages", ENGLISH), text, "wrong-kind"
        for path, language in translated(whole):
            if language not in (whole.languages or {}):
                yield path, NO_NAME.format(language=language), "unknown-id"
        for fact, values in (whole.options or {}).items():
            definition = self.vocabulary.by_name.get(fact)
            if definition is None:
                text = unknown_name("fact", fact, self.vocabulary.by_name)
                yield ("options", fact), text, "unknown-fact"
                continue
            for value in values:
                if value not in (*definition.by_value, UNKNOWN, NOT_APPLICABLE):
                    text = unknown_name(f"value of {fact}", value, definition.by_value)
                    yield ("options", fact, value), text, "unknown-value"

    def condition(self, condition: Condition) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with a condition: it may speak of facts only, with values they have."""
        for atom in atoms(condition):
            fault = self._atom(atom)
            if fault:
                yield fault

    def _atom(self, atom: Atom) -> tuple[str, str] | None:
        name = atom.subject.id
        if atom.subject.kind == Kind.DERIVED.value:
            values: tuple[str, ...] = tuple(
                case.value for case in self.vocabulary.derived_by_name[name].cases
            )
        elif atom.subject.kind != Kind.FACT.value:
            return f"“{atom}”: what is asked can hang on facts only", "bad-condition"
        elif name in self.vocabulary.by_name:
            values = tuple(self.vocabulary.by_name[name].by_value)
        else:
            known = (*self.vocabulary.by_name, *self.vocabulary.derived_by_name)
            return unknown_name("fact", name, known), "unknown-fact"
        strange = [value for value in atom.values if value not in (*values, NOT_APPLICABLE)]
        return (unknown_name(f"value of {name}", strange[0], values), "unknown-value") if strange else None

    def resolve(self, document: Document, choice: Choice) -> None:
        """Make a questionnaire of a choice from another one."""
        source = self.found.get(choice.from_)
        if source is None:
            text = f"there is no sound questionnaire “{choice.from_}” to choose questions from"
            self.problems.append(document.problem(("from",), text, code="unknown-id"))
            return
        for language in choice.translations or ():
            if language not in (source.languages or {}):
                place: Path_ = ("translations", language)
                text = NO_NAME.format(language=language)
                self.problems.append(document.problem(place, text, code="unknown-id"))
        by_id = {question.id: question for question in source.questions}
        questions: list[Question] = []
        for number, chosen in enumerate(choice.questions):
            place = ("questions", number)
            original = by_id.get(chosen.question)
            if original is None:
                text = unknown_name(f"question of {choice.from_}", chosen.question, by_id)
                self.problems.append(document.problem((*place, "question"), text, code="unknown-id"))
                continue
            strange = [fact for fact in chosen.rows if fact not in original.sets]
            if strange:
                text = unknown_name(f"row of {original.id}", strange[0], original.sets)
                self.problems.append(document.problem((*place, "rows"), text, code="unknown-id"))
                continue
            rows = tuple(row for row in original.rows if not chosen.rows or row.fact in chosen.rows)
            questions.append(original.model_copy(update={"rows": rows}))
        used = {question.section for question in questions}
        asked = {fact for question in questions for fact in question.sets}
        options = {fact: values for fact, values in (source.options or {}).items() if fact in asked}
        self.found[choice.questionnaire] = Questionnaire(
            questionnaire=choice.questionnaire,
            title=choice.title,
            version=choice.version,
            minutes=choice.minutes,
            about=choice.about,
            sections=tuple(section for section in source.sections if section.id in used),
            questions=tuple(questions),
            languages=source.languages,
            translations=choice.translations,
            options=options or None,
        )


def translated(whole: Questionnaire) -> Iterator[tuple[Path_, str]]:
    """Yield the place and the language of every text in another language."""
    parts: list[tuple[Path_, Iterable[str]]] = [((), whole.translations or ())]
    for number, section in enumerate(whole.sections):
        parts.append((("sections", number), section.translations or ()))
    for number, question in enumerate(whole.questions):
        parts.append((("questions", number), question.translations or ()))
        for place, row in enumerate(question.rows):
            parts.append((("questions", number, "rows", place), row.translations or ()))
    for path, languages in parts:
        yield from (((*path, "translations", language), language) for language in languages)
    for fact, values in (whole.options or {}).items():
        for value, texts in values.items():
            yield from ((("options", fact, value, language), language) for language in texts)
