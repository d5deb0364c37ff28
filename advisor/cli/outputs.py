"""Where the commands write: places and formats that fit together, and what goes there."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.cli.screen import is_terminal, write_to_output
from advisor.content.whole_files import is_there, write_whole
from advisor.errors import CommandError

STANDARD_OUTPUT = "-"


@dataclass(frozen=True)
class Place:
    """Where something is written, and in which format.

    Attributes:
        name: A file as the command line names it, or “-” for standard output.
        form: The format.
    """

    name: str
    form: str

    @property
    def is_standard_output(self) -> bool:
        """Whether it goes to standard output."""
        return self.name == STANDARD_OUTPUT

    def write(self, content: bytes) -> None:
        """Write it there; raises OutputError where it cannot be written."""
        if self.is_standard_output:
            write_to_output(content)
        else:
            write_whole(Path(self.name), content)


def on_standard_output(places: Iterable[Place]) -> bool:
    """Return whether standard output takes one of them, so that all else is said on standard error."""
    return any(place.is_standard_output for place in places)


def planned(
    outputs: Sequence[str],
    form: str | None,
    endings: Mapping[str, str],
    inputs: Iterable[Path],
    otherwise: str = "text",
) -> list[Place]:
    """Return each place to write to with its format, standard output where none is named.

    Args:
        outputs: The places that were named.
        form: The format that was named, if any; the ending of a file comes before it.
        endings: Each ending of a file, and the format that it stands for.
        inputs: What is read, and may not be written over.
        otherwise: The format where nothing says one.

    Raises:
        CommandError: They do not fit together.
    """
    places = [Place(one, _form(one, form, endings) or otherwise) for one in outputs or (STANDARD_OUTPUT,)]
    read = [one for one in inputs if is_there(one)]
    for place in places:
        if not place.is_standard_output and _is_among(Path(place.name), read):
            raise CommandError(f"“{place.name}” is an input itself; choose another name to write to.")
    if form is not None and all(place.form != form for place in places):
        names = " and ".join(place.name for place in places)
        raise CommandError(f"--format {form} does not fit the ending of {names}; leave one of the two out.")
    shown = [place.form for place in places if place.is_standard_output]
    if "pdf" in shown and is_terminal(sys.stdout):
        raise CommandError("A PDF cannot be shown in a terminal; add -o report.pdf to write it to a file.")
    if len(shown) > 1:
        raise CommandError("Only one output fits on standard output; give the others a file with -o.")
    return places


def _form(output: str, form: str | None, endings: Mapping[str, str]) -> str | None:
    if output == STANDARD_OUTPUT:
        return form
    known = endings.get(Path(output).suffix.lower(), form)
    if known is None:
        raise CommandError(
            f"“{output}” does not say what to write: end it in {listed(endings)}, or add --format."
        )
    return known


def _is_among(output: Path, inputs: Iterable[Path]) -> bool:
    return is_there(output) and any(output.samefile(one) for one in inputs)


def listed(endings: Mapping[str, str], but: str = "") -> str:
    """Return the endings that say what to write, one for each format.

    Args:
        endings: Each ending of a file, and the format that it stands for.
        but: A format to leave out.

    >>> listed({".pdf": "pdf", ".html": "html", ".htm": "html", ".json": "json"})
    '.pdf, .html or .json'
    """
    first = {form: suffix for suffix, form in reversed(list(endings.items())) if form != but}
    *others, last = (suffix for suffix in endings if suffix in first.values())
    return f"{', '.join(others)} or {last}"


def as_json(data: object) -> str:
    """Return data as commands print it for programs."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
