"""What ``advisor portfolio`` reads: answers files and folders of them, tables, and finished batches."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import CommandError, InputRefused, Problem

if TYPE_CHECKING:
    from advisor.model.case import Case
    from advisor.service import Advisor

ANSWERS = (".yaml", ".yml", ".json")


@dataclass(frozen=True)
class Collaboration:
    """One collaboration and where it stands in its input, to tell it from another of the same name."""

    case: "Case"
    where: str


def read_collaborations(
    inputs: Sequence[Path], advisor: "Advisor", mapping: Path | None, refused: list[str]
) -> Iterator[Collaboration]:
    """Yield the collaborations of all inputs as they are read; what cannot be used is noted and left out."""
    for path in inputs:
        if (path / ".advisor" / "manifest.sqlite").is_file():
            yield from _of_batch(path, refused)
        elif not path.is_dir() and path.suffix.lower() in ANSWERS:
            try:
                yield Collaboration(advisor.read_case(path), f"file {path.name}")
            except InputRefused as error:
                refused.append(str(error.problems[0]))
        else:
            yield from _of_table(path, advisor, mapping, refused)


def _of_table(
    path: Path, advisor: "Advisor", mapping: Path | None, refused: list[str]
) -> Iterator[Collaboration]:
    from advisor.content.tables.rows import read_rows

    try:
        sheet = read_rows(path, advisor.knowledge.vocabulary, advisor.questionnaires["full"], mapping)
    except InputRefused:
        _refuse_results(path, _first_line(path), advisor)
        raise
    _refuse_results(path, sheet.unread, advisor)
    for row in sheet.rows:
        if row.case is not None:
            case = row.case.model_copy(update={"name": row.name})
            place = f"file {row.number}" if path.is_dir() else f"row {row.number}"
            yield Collaboration(case, _where(place, row.carried.get("ods_code", "")))
        else:
            refused += [_said(problem) for problem in row.problems[:1]] or [f"{path}: row {row.number}"]


def _refuse_results(path: Path, unread: Sequence[str], advisor: "Advisor") -> None:
    """Refuse a table of results: some of its headings are those of answers too, so it would read as one."""
    from advisor.content.tables.results_layout import found_columns

    theirs = {one for each in found_columns(advisor.knowledge) for one in (each.name, each.heading)}
    if sum(one in theirs for one in unread) > len(theirs) // 10:
        text = (
            "is a table of results, not a table of answers – a portfolio is counted from answers – name the"
            " table of answers, or the folder of the batch that wrote it"
        )
        raise InputRefused([Problem(str(path), 0, 0, text)])


def _first_line(path: Path) -> Sequence[str]:
    """Return what stands in the first line of a table of text; nothing for other files."""
    if path.suffix.lower() != ".csv" or not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return file.readline(1 << 16).strip().split(",")


def _of_batch(path: Path, refused: list[str]) -> Iterator[Collaboration]:
    """Yield the collaborations that a batch has done, from its record."""
    from advisor.batch.folder import RunFolder
    from advisor.batch.manifest import Manifest, NotOurs
    from advisor.batch.stopping import stopping
    from advisor.model.case import Case

    folder = RunFolder(path)
    with folder.open(lambda _: None), stopping(path):
        try:
            manifest = Manifest(folder.manifest)
        except NotOurs:
            raise CommandError(f"{path} holds a batch of another version of the product.") from None
        with manifest:
            if not manifest.done(()):
                raise CommandError(
                    f"{path} holds a batch whose record keeps no answers, as with --reports none. Name the"
                    " table it was made from: advisor portfolio answers.xlsx -o portfolio.pdf."
                )
            standings = list(manifest.standings(()))
            done = (one for one in standings if one.result == "done")
            for one, case in zip(done, manifest.cases(()), strict=True):
                where = _where(f"row {one.number}", one.carried.get("ods_code", ""))
                yield Collaboration(Case.model_validate_json(case), where)
            refused += [
                f"{path}: row {one.number} is not done; errors.xlsx there says why"
                for one in standings
                if one.result != "done"
            ]


def told_apart(read: Iterable[Collaboration]) -> Iterator["Case"]:
    """Yield cases, those of one name with the place where they stand."""
    everything = list(read)
    names = Counter(one.case.name for one in everything)
    for one in everything:
        more = f" ({one.where})" if names[one.case.name] > 1 else ""
        yield one.case.model_copy(update={"name": f"{one.case.name}{more}"})


def _where(place: str, code: str) -> str:
    return f"{place}, {code}" if code else place


def _said(problem: Problem) -> str:
    """Return a problem with the answers that would do, as people read them."""
    from advisor.content.tables.table import BadCell

    if not (isinstance(problem, BadCell) and problem.allowed and problem.heading and problem.shown):
        return str(problem)
    place = str(problem).removesuffix(f": {problem.text}")
    meant = f" – did you mean “{problem.meant}”?" if problem.meant else ""
    allowed = ", ".join(f"“{one}”" for one in problem.allowed)
    return f"{place}: “{problem.shown}” is no answer to “{problem.heading}” – allowed: {allowed}{meant}"
