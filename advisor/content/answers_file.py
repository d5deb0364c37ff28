"""Reads answers files into cases, with every problem of a file at once."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from advisor.content.answer_values import AnswerError, read_answer, short
from advisor.content.nearest import nearest
from advisor.content.yaml_reader import Document, read_yaml, read_yaml_text
from advisor.errors import InputRefused, Problem
from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.model.limits import LONGEST, TOP_KEYS
from advisor.model.vocabulary import Vocabulary

QUESTIONNAIRES = ("full", "rapid")
UNNAMED = "Unnamed collaboration"
"""What a collaboration is called where nobody named it: the name of a file says nothing to a reader."""

TEMPLATE = "advisor questionnaire --format answers -o answers.yaml"
Questions = Mapping[str, tuple[str, ...]]
OfOtherPacks = Callable[[Collection[str]], Callable[[str], bool]]
"""From the packs that a file names: which facts belong to packs that are not in use."""
PACK_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.DOTALL)


@dataclass(frozen=True)
class SavedAnswers:
    """What an answers file holds.

    Attributes:
        case: The case.
        knowledge_base: Date and hash of the knowledge base it was last assessed with, as written.
        packs: Ids of the packs that were in use beside the core pack.
        set_aside: Answers that belong to packs which are not in use now, as written.
    """

    case: Case
    knowledge_base: str | None = None
    packs: tuple[str, ...] = ()
    set_aside: dict[str, object] = field(default_factory=dict)


def read_answers(path: Path, vocabulary: Vocabulary, questions: Questions | None = None) -> Case:
    """Read the case in an answers file; raises InputRefused with every problem in it."""
    return read_saved_answers(path, vocabulary, questions).case


def read_saved_answers(
    path: Path,
    vocabulary: Vocabulary,
    questions: Questions | None = None,
    other_packs: OfOtherPacks | None = None,
) -> SavedAnswers:
    """Read an answers file, YAML or JSON, whole.

    Args:
        path: The file.
        vocabulary: All facts.
        questions: The facts that each question sets, by its number: to help somebody who typed the number.
        other_packs: Says which facts belong to packs that are not in use; none: no fact does.

    Raises:
        InputRefused: It cannot be used; holds every problem in it, in the order of the file.
    """
    document = _read(path)
    reader = _Reader(document, vocabulary, questions or {}, other_packs or _no_other_packs)
    saved = reader.read()
    if reader.problems:
        raise InputRefused(reader.problems)
    return saved


def knowledge_base_of(path: Path) -> str | None:
    """Return the date and hash of the rules that an answers file was last assessed with; none where unsaid.

    Raises:
        InputRefused: The file cannot be read.
    """
    data = _read(path).data
    written = data.get("knowledge_base") if isinstance(data, dict) else None
    return str(written).strip() or None if isinstance(written, str | int) else None


def _no_other_packs(named: Collection[str]) -> Callable[[str], bool]:  # noqa: ARG001 - as all of its kind
    return lambda fact: False  # noqa: ARG005


def _read(path: Path) -> Document:
    try:
        document = read_yaml(path)
    except InputRefused:
        text = _json_with_whole_characters(path)
        if text is None:
            raise
        document = read_yaml_text(text, str(path))
    if document.data is None:
        text = (
            "is empty – there is nothing to assess – for a form to fill in, run"
            f" “{TEMPLATE}”, or answer question by question with “advisor ask”"
        )
        raise InputRefused([Problem(str(path), 0, 0, text)])
    return document


def _json_with_whole_characters(path: Path) -> str | None:
    """Return the text of a JSON file whose characters beyond the first 65,536 are written as two escapes.

    JSON writes such a character, an emoji say, as a pair that YAML refuses. None where there is no such pair.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None
    if not text.lstrip().startswith("{"):
        return None

    def joined(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        return chr(0x10000 + ((int(found[1], 16) - 0xD800) << 10) + int(found[2], 16) - 0xDC00)

    whole = _ESCAPE.sub(joined, text)
    return whole if whole != text else None


class _Reader:
    """Reads one document, collecting problems on the way."""

    def __init__(
        self, document: Document, vocabulary: Vocabulary, questions: Questions, other_packs: OfOtherPacks
    ) -> None:
        self.other_packs = other_packs
        self.set_aside: dict[str, object] = {}
        self.document = document
        self.vocabulary = vocabulary
        self.questions = questions
        self.problems: list[Problem] = []

    def complain(self, path: tuple[str | int, ...], text: str, *, at_key: bool = False) -> None:
        self.problems.append(self.document.problem(path, text, at_key=at_key))

    def read(self) -> SavedAnswers:
        data = self.document.data
        if not isinstance(data, dict):
            self.complain(
                (),
                "holds no names with values – an answers file needs “answers:” with one fact a line"
                f" below it – for a form to fill in, run “{TEMPLATE}”",
            )
            return SavedAnswers(Case(name=UNNAMED, answers={}))
        self._check_top(data)
        texts = {key: self._text(key, data.get(key), longest) for key, longest in LONGEST.items()}
        packs = self._packs(data.get("packs"))
        answers, asked_unknown = self._answers(data.get("answers"), self.other_packs(packs))
        case = Case(
            name=texts["name"] or UNNAMED,
            organisation=texts["organisation"],
            respondent=texts["respondent"],
            date=texts["date"],
            notes=texts["notes"],
            questionnaire=self._questionnaire(data.get("questionnaire")),
            answers=answers,
            asked_unknown=asked_unknown,
        )
        made_with = self._text("knowledge_base", data.get("knowledge_base"), 200)
        return SavedAnswers(case, made_with, packs, self.set_aside)

    def _packs(self, written: object) -> tuple[str, ...]:
        names = [written] if isinstance(written, str) else [] if written is None else written
        if not isinstance(names, list) or not all(
            isinstance(one, str) and PACK_ID.fullmatch(one) for one in names
        ):
            self.complain(
                ("packs",),
                "packs needs a list of ids – they say which packs the answers belong to –"
                " write for example [further-evidence], or leave the line out",
            )
            return ()
        return tuple(dict.fromkeys(names))

    def _check_top(self, data: dict[str, object]) -> None:
        facts = [key for key in data if key in self.vocabulary.by_name]
        if facts:
            many = f"{len(facts)} facts stand" if len(facts) > 1 else f"{facts[0]} stands"
            self.complain(
                (facts[0],),
                f"{many} at the left edge – facts belong below “answers:” – "
                + ("move" if "answers" in data else "write a line “answers:” and move")
                + f" {'them' if len(facts) > 1 else 'it'} below it, two spaces in",
                at_key=True,
            )
        for key in data:
            if key in TOP_KEYS or key in self.vocabulary.by_name:
                continue
            meant = nearest(key, (*TOP_KEYS, *self.vocabulary.by_name))
            hint = f"did you mean “{meant}”?" if meant else "remove it, or put it into notes"
            why = "nothing would read it" if meant else f"the keys are {', '.join(TOP_KEYS)}"
            self.complain(
                (key,),
                f"“{short(key)}” is not a key of an answers file – {why} – {hint}",
                at_key=True,
            )

    def _text(self, key: str, written: object, longest: int) -> str | None:
        if written is None:
            return None
        if isinstance(written, dict | list):
            self.complain((key,), f"{key} has several parts – it needs one text – write it in one line")
            return None
        text = str(written).lower() if isinstance(written, bool) else str(written)
        try:
            return free_text(key, text, longest) or None
        except AnswerError as refused:
            self.complain((key,), str(refused))
            return None

    def _questionnaire(self, written: object) -> str | None:
        text = self._text("questionnaire", written, 60)
        if text is None:
            return None
        if text.split()[0] not in QUESTIONNAIRES:
            meant = nearest(text.split()[0], QUESTIONNAIRES)
            hint = f"did you mean “{meant}”?" if meant else "write one of the two, or leave the line out"
            self.complain(
                ("questionnaire",),
                f"“{short(text)}” is not a questionnaire – there are {' and '.join(QUESTIONNAIRES)} – {hint}",
            )
        return text

    def _answers(
        self, written: object, is_set_aside: Callable[[str], bool]
    ) -> tuple[dict[str, Value], tuple[str, ...]]:
        answers: dict[str, Value] = {}
        asked_unknown: list[str] = []
        if written is None:
            return answers, ()
        if not isinstance(written, dict):
            self.complain(
                ("answers",),
                "answers is not a list of facts with values – each fact needs a line of its own –"
                " write for example “stage: planning” below it, two spaces in",
            )
            return answers, ()
        for fact, given in written.items():
            definition = self.vocabulary.by_name.get(fact)
            if definition is None and is_set_aside(fact):
                self.set_aside[fact] = given
                continue
            if definition is None:
                self.complain(("answers", fact), self._no_fact(fact), at_key=True)
                continue
            try:
                value = read_answer(definition, given)
            except AnswerError as refused:
                for place, text in refused.faults:
                    self.complain(("answers", fact) if place is None else ("answers", fact, place), text)
                continue
            if value is not None:
                answers[fact] = value
            elif given is not None:
                asked_unknown.append(fact)
        return answers, tuple(asked_unknown)

    def _no_fact(self, fact: str) -> str:
        shown = short(fact)
        if fact in TOP_KEYS:
            return f"“{shown}” stands below answers – it is not a fact – move it to the left edge"
        if fact in self.vocabulary.derived_by_name:
            return f"“{shown}” is worked out from other answers – so it cannot be given – leave it out"
        asked = self.questions.get(fact.upper())
        if asked:
            more = f" and {len(asked) - 1} more" if len(asked) > 1 else ""
            return f"“{shown}” is the number of a question – answers go by fact – write {asked[0]}{more}"
        meant = nearest(fact, self.vocabulary.by_name)
        hint = f"did you mean “{meant}”?" if meant else f"for all names, run “{TEMPLATE}”"
        return f"“{shown}” is not a fact – no rule would read it – {hint}"


def free_text(key: str, text: str, longest: int) -> str:
    """Return free text without space around it.

    Raises:
        AnswerError: It is too long, or holds characters that cannot be shown.
    """
    text = text.strip()
    if len(text) > longest:
        raise AnswerError(
            f"{key} has {len(text):,} characters – at most {longest:,} fit the report – shorten it"
        )
    allowed = "\n\t" if key == "notes" else ""
    for place, one in enumerate(text, start=1):
        if (unicodedata.category(one) in ("Cc", "Cs") or one in "\ufffe\uffff") and one not in allowed:
            what = "a line break or tab" if one in "\n\r\t" else f"the control character U+{ord(one):04X}"
            raise AnswerError(
                f"{key} has {what} at character {place} – it cannot be shown in a report – take it out"
            )
    return text
