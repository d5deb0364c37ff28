"""Reads a folder of answers files: a file a collaboration."""

from collections.abc import Iterator
from pathlib import Path

from advisor.content.answers_file import UNNAMED, OfOtherPacks, Questions, read_saved_answers
from advisor.content.tables.opening import refuse
from advisor.content.tables.rows_reading import Row
from advisor.content.tables.table import CellProblem
from advisor.errors import InputRefused, Problem
from advisor.model.vocabulary import Vocabulary

ENDINGS = (".yaml", ".yml", ".json")


def open_folder(
    path: Path,
    vocabulary: Vocabulary,
    questions: Questions | None,
    other_packs: OfOtherPacks | None,
    warnings: list[Problem],
) -> Iterator[Row]:
    """Return the answers in a folder, in the order of the names of its files.

    Raises:
        InputRefused: It holds no answers files, or cannot be read.
    """
    try:
        everything = sorted(path.iterdir())
    except OSError as error:
        refuse(path, f"cannot be read – {error.strerror or error} – ask for the right to read it")
    files = [one for one in everything if one.suffix.lower() in ENDINGS and not one.name.startswith(".")]
    if not files:
        what = f"holds no answers files ({', '.join(ENDINGS)})"
        refuse(path, f"{what} – there is nothing to read – name another folder")
    left = sum(not one.name.startswith(".") for one in everything) - len(files)
    if left:
        many = "one other file or folder was" if left == 1 else f"{left} other files or folders were"
        warnings.append(Problem(str(path), 0, 0, f"{many} left out – only {', '.join(ENDINGS)} are read"))
    numbered = enumerate(files, start=1)
    return (_row(number, one, vocabulary, questions, other_packs) for number, one in numbered)


def _row(
    number: int,
    path: Path,
    vocabulary: Vocabulary,
    questions: Questions | None,
    other_packs: OfOtherPacks | None,
) -> Row:
    try:
        saved = read_saved_answers(path, vocabulary, questions, other_packs)
    except InputRefused as refused:
        return Row(number, path.stem, None, {}, tuple(_by_line(one) for one in refused.problems))
    case = saved.case
    if case.name == UNNAMED:
        case = case.model_copy(update={"name": path.stem})
    return Row(number, case.name, case)


def _by_line(problem: Problem) -> CellProblem:
    """Return a problem of an answers file as tables name theirs: its columns have no letters."""
    return CellProblem(problem.file, problem.line, 0, problem.text, in_sheet=False)
