"""Reads a workbook in a process of its own, so that the worst of them costs that process alone.

The process writes one line of JSON for each row. Nothing that it says is ever run.
"""

import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, NoReturn

import advisor
from advisor.content.tables.limits import Limits
from advisor.content.tables.opening import SAVE, check_workbook, opened, refuse
from advisor.content.tables.reading_workbook import NewSheet, sheets_of
from advisor.content.tables.table import CellProblem, RawRow
from advisor.errors import InputRefused

_ROOT = str(Path(advisor.__file__).resolve().parent.parent)
_START = (
    f"import sys; sys.path.insert(0, {_ROOT!r});"
    f" from {__name__} import serve_arguments; serve_arguments(sys.argv[1:])"
)
_TIMES: dict[str, Any] = {"datetime": dt.datetime, "date": dt.date, "time": dt.time}
MEMORY = "memory"
MACROS = "macros"


def read_in_child(path: Path, limits: Limits) -> Generator[str | NewSheet | RawRow, None, None]:
    """Yield what the process reads: :data:`MACROS` where there are some, then each sheet’s name and its rows.

    Raises:
        InputRefused: The workbook is refused, or reading it took too much time or memory.
    """
    with opened(path, limits.largest):
        pass  # what cannot even be opened needs no process
    # Libraries for arithmetic set memory aside for each thread, which the limit would count.
    one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with subprocess.Popen(  # noqa: S603 - our own program, with a name of a file that it only opens
        [sys.executable, "-c", _START, str(path), json.dumps(asdict(limits))],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        env={**os.environ, **one_thread, "PYTHONIOENCODING": "utf-8"},
    ) as child:
        try:
            assert child.stdout is not None  # noqa: S101 - it was asked for above
            yield from _heard(path, child.stdout, limits, child)
        finally:
            child.kill()


def _heard(
    path: Path, lines: IO[str], limits: Limits, child: "subprocess.Popen[str]"
) -> Iterator[str | NewSheet | RawRow]:
    for line in lines:
        with contextlib.suppress(ValueError):  # a line cut short: the process ended in the middle of it
            heard = json.loads(line, object_hook=_time)
            if isinstance(heard, list):
                number, cells, faults = heard
                yield RawRow(number, cells, {int(column): text for column, text in faults})
            elif heard == "end":
                return
            elif heard == MEMORY:
                _too_much(path, f"more than {limits.memory / 1e9:.1f} GB of memory", limits)
            elif heard == MACROS:
                yield MACROS
            elif "sheet" in heard:
                yield NewSheet(heard["sheet"])
            else:
                raise InputRefused([CellProblem(*one) for one in heard["problems"]])
    code = child.wait()
    if code == -getattr(signal, "SIGXCPU", 0):
        _too_much(path, f"more than {limits.seconds} seconds", limits)
    refuse(path, f"cannot be read – the program that opens it stopped ({code}) – {SAVE}")


def _too_much(path: Path, what: str, limits: Limits) -> NoReturn:
    refuse(path, f"takes {what} to read – reading was stopped – {limits.too_large}")


def serve_arguments(arguments: list[str]) -> None:
    """Read the workbook named on the command line, within limits."""
    limits = Limits(**json.loads(arguments[1]))
    restrict(limits)
    serve(Path(arguments[0]), limits, sys.stdout)


def restrict(limits: Limits) -> None:
    """Limit the processor time and the memory of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:  # pragma: no cover - Windows
        return
    for kind, most in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CPU, limits.seconds)):
        with contextlib.suppress(OSError, ValueError):  # where there is a lower limit already, that one holds
            resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def serve(path: Path, limits: Limits, out: IO[str]) -> None:
    """Write what a workbook holds, a line for each row."""
    try:
        checked = check_workbook(path, limits)
        if checked.macros:
            _say(MACROS, out)
        for one in sheets_of(path, checked, limits):
            if isinstance(one, RawRow):
                _say([one.number, one.cells, [*one.faults.items()]], out)
            else:
                _say({"sheet": one.name}, out)
        _say("end", out)
    except InputRefused as refused:
        _say({"problems": [(one.file, one.line, one.column, one.text) for one in refused.problems]}, out)
    except MemoryError:
        _say(MEMORY, out)


def _say(what: object, out: IO[str]) -> None:
    out.write(json.dumps(what, ensure_ascii=True, default=_written) + "\n")


def _written(value: object) -> dict[str, str | float]:
    """Return a date or time as the other side reads it; anything else as text."""
    kind = type(value).__name__
    if isinstance(value, dt.timedelta):
        return {kind: value.total_seconds()}
    return {kind: value.isoformat()} if isinstance(value, dt.date | dt.time) else {"text": str(value)}


def _time(data: dict[str, Any]) -> object:
    for kind, text in data.items():
        if kind in _TIMES:
            return _TIMES[kind].fromisoformat(text)
        if kind == "timedelta":
            return dt.timedelta(seconds=text)
        if kind == "text":
            return str(text)
    return data
