"""The record of a batch, which outlives every crash: rows, results and files, in SQLite.

A result counts once its row here is committed, and it is committed only once its files are on the disk.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from advisor.batch.record_rows import LATER, PAGE, RecordedRows

VERSION = 1
BUSY = 60.0
SCHEMA = """
create table rows (
  number integer primary key,   -- in the input
  name text not null,
  stem text not null,           -- name of its files, without an ending
  key text,                     -- none where the row was refused
  asked integer not null,       -- whether this run is to do it
  carried text not null,
  problems text not null
) strict;
create index rows_by_key on rows (key);
create table former (stem text, key text, primary key (stem, key)) strict, without rowid;
create table cases (key text primary key, content text not null) strict, without rowid;
create table results (
  key text primary key,
  state text not null check (state in ('done', 'failed')),
  formats text not null,
  reason text not null,
  record text not null
) strict;
create table files (
  path text primary key,
  row integer not null,         -- 0 for tables
  form text not null,
  key text not null,
  sha256 text not null,
  size integer not null
) strict;
create index files_by_row on files (row, form);
create table todo (first integer primary key, key text not null unique) strict;
"""


@dataclass(frozen=True)
class PlannedRow:
    """A row of the input as the record keeps it; one without a key was refused."""

    number: int
    name: str
    stem: str
    key: str | None
    case: str | None
    asked: bool
    carried: dict[str, str]
    problems: list[dict[str, Any]]


@dataclass(frozen=True)
class StoredFile:
    """A file of the folder; row 0 for tables, and for a PDF the libraries that set its type."""

    path: str
    row: int
    form: str
    key: str
    sha256: str
    size: int
    typeset: str = ""


@dataclass(frozen=True)
class Standing:
    """How a row stands."""

    number: int
    name: str
    stem: str
    refused: bool
    result: str | None
    reason: str
    forms: tuple[str, ...]
    carried: dict[str, str]
    problems: list[dict[str, Any]]
    record: dict[str, Any]
    same_as: int | None


_DONE = "from rows r join results s on s.key = r.key join cases c on c.key = r.key where s.state = 'done'"


def _with_all(formats: Sequence[str]) -> str:
    there = "exists (select 1 from files f where f.row = r.number and f.form = ? and f.key = r.key)"
    # What this run was not asked for keeps the reports that it has.
    return f"(not r.asked or ({' and '.join([there] * len(formats)) or 'true'}))"


class NotOurs(Exception):
    """The record was made by another version of the product."""


class Manifest(RecordedRows):
    """The record of one folder; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open the record, and make it where there is none."""
        self._db = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
        try:
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = full")
            self._make()
        except BaseException:
            self._db.close()
            raise

    def _make(self) -> None:
        with self.transaction():
            version = self._db.execute("pragma user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise NotOurs
            if not version:
                for statement in SCHEMA.split(";\n"):
                    self._db.execute(statement)
                self._db.execute(f"pragma user_version = {VERSION}")
            for statement in LATER:
                self._db.execute(statement)

    def __enter__(self) -> Self:
        """Return the record itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the record."""
        self._db.close()

    # ── Planning ─────────────────────────────────────────────────────────────────────────────────

    def plan(self, rows: Iterable[PlannedRow], check: Callable[[], None] = lambda: None) -> None:
        """Take the rows of the input for those of the last run, all in one transaction: a run has begun.

        Args:
            rows: The rows; they may ask for those of the last run while they are read.
            check: Called once they are read; where it raises, nothing has changed.
        """
        with self.transaction(), self.remembered():
            self._db.execute("insert or ignore into former select stem, key from rows where key is not null")
            for table in ("rows", "cases", "todo"):
                self._db.execute(f"delete from {table}")  # noqa: S608 - names of our own
            for row in rows:
                self._db.execute(
                    "insert into rows values (?, ?, ?, ?, ?, ?, ?)",
                    (
                        row.number,
                        row.name,
                        row.stem,
                        row.key,
                        row.asked,
                        json.dumps(row.carried, ensure_ascii=False),
                        json.dumps(row.problems, ensure_ascii=False),
                    ),
                )
                if row.key is not None:
                    self._db.execute("insert or ignore into cases values (?, ?)", (row.key, row.case))
            check()
            self.has_begun()

    def choose(self, formats: Sequence[str], *, retry: bool) -> int:
        """Note which cases are to be worked on, each once; return how many."""
        missing = " or ".join(
            "not exists (select 1 from files f where f.row = r.number and f.form = ? and f.key = r.key)"
            for _ in formats
        )
        with self.transaction():
            self._db.execute("delete from todo")
            self._db.execute(
                f"""
                insert into todo select min(r.number), r.key
                from rows r left join results s on s.key = r.key
                where r.key is not null and r.asked
                  and (s.state is null
                       or (s.state = 'failed' and (? or s.formats <> ?))
                       or (s.state = 'done' and ({missing or "0"})))
                group by r.key
                """,  # noqa: S608 - made of question marks
                (retry, " ".join(formats), *formats),
            )
            found: int = self._db.execute("select count(*) from todo").fetchone()[0]
        return found

    def kept(self) -> tuple[int, int]:
        """Return how many rows that are asked for were done before, and how many failed and stay so."""
        done, failed = self._db.execute(
            "select count(*) filter (where s.state = 'done'), count(*) filter (where s.state = 'failed')"
            " from rows r join results s on s.key = r.key"
            " where r.asked and not exists (select 1 from todo t where t.key = r.key)"
        ).fetchone()
        return done, failed

    def todo(self) -> Iterator[tuple[str, str]]:
        """Yield key and case of what is to be worked on, in the order of rows, a page at a time."""
        last = 0
        while page := self._db.execute(
            "select t.first, t.key, c.content from todo t join cases c on c.key = t.key"
            " where t.first > ? order by t.first limit ?",
            (last, PAGE),
        ).fetchall():
            for last, key, case in page:  # noqa: B007 - where the next page begins
                yield key, case

    def done(self, formats: Sequence[str]) -> int:
        """Return how many rows are done, with all their reports."""
        found: int = self._db.execute(
            f"select count(*) {_DONE} and {_with_all(formats)}",
            tuple(formats),
        ).fetchone()[0]
        return found

    def cases(self, formats: Sequence[str]) -> Iterator[str]:
        """Yield the case of each row that is done, in order, a page at a time."""
        last = 0
        while page := self._db.execute(
            f"select r.number, c.content {_DONE} and {_with_all(formats)}"
            " and r.number > ? order by r.number limit ?",
            (*formats, last, PAGE),
        ).fetchall():
            for last, case in page:  # noqa: B007 - where the next page begins
                yield case

    def rows_of(self, key: str) -> list[tuple[int, str]]:
        """Return number and stem of the rows that wait for a result."""
        return self._db.execute(
            "select number, stem from rows where key = ? and asked order by number", (key,)
        ).fetchall()

    # ── What is done ─────────────────────────────────────────────────────────────────────────────

    def keep(
        self, key: str, state: str, formats: Sequence[str], reason: str = "", record: object = None
    ) -> None:
        """Keep a result; to be called in a transaction."""
        self._db.execute(
            "insert or replace into results values (?, ?, ?, ?, ?)",
            (key, state, " ".join(formats), reason, json.dumps(record or {}, ensure_ascii=False)),
        )

    def keep_file(self, file: StoredFile) -> None:
        """Keep what a file holds; to be called in a transaction."""
        self._db.execute(
            "insert or replace into files values (?, ?, ?, ?, ?, ?)",
            (file.path, file.row, file.form, file.key, file.sha256, file.size),
        )
        if file.typeset:
            self._db.execute("insert or replace into typeset values (?, ?)", (file.path, file.typeset))

    def forget_former(self) -> None:
        """Forget the rows of earlier runs, whose reports are gone by now."""
        with self.transaction():
            self._db.execute("delete from former")

    def forget(self, paths: Iterable[str]) -> None:
        """Forget files, so that they are made anew."""
        with self.transaction():
            for path in paths:
                for table in ("files", "typeset"):
                    self._db.execute(f"delete from {table} where path = ?", (path,))  # noqa: S608 - as above

    def files(self) -> Iterator[StoredFile]:
        """Yield every file in the order of names, a page at a time."""
        return self._files("", ())

    def reports(self, formats: Sequence[str]) -> Iterator[StoredFile]:
        """Yield the reports of these forms that rows have for which this run was asked, as above."""
        marks = ", ".join("?" * len(formats))
        return self._files(
            f"join rows r on r.number = f.row and r.key = f.key and r.asked and f.form in ({marks})", formats
        )

    def _files(self, among: str, named: Sequence[str]) -> Iterator[StoredFile]:
        last = ""
        while page := self._db.execute(
            f"""
            select f.path, f.row, f.form, f.key, f.sha256, f.size, coalesce(t.libraries, '') from files f
            {among} left join typeset t on t.path = f.path where f.path > ? order by f.path limit ?
            """,  # noqa: S608 - words of our own
            (*named, last, PAGE),
        ).fetchall():
            for one in page:
                yield StoredFile(*one)
            last = page[-1][0]

    def knows(self, path: str) -> bool:
        """Return whether a file is one of the batch."""
        return self._db.execute("select 1 from files where path = ?", (path,)).fetchone() is not None

    def undone(self) -> tuple[int, int]:
        """Return how many rows that were asked for have no result, and how many were refused or failed."""
        undone, failed = self._db.execute(
            "select count(*) filter (where r.key is not null and s.state is null),"
            " count(*) filter (where r.key is null or s.state = 'failed')"
            " from rows r left join results s on s.key = r.key where r.asked"
        ).fetchone()
        return undone, failed

    def outdated(self, formats: Sequence[str]) -> set[str]:
        """Return the reports that belong to no row of the input as it is now.

        A run that was cut off may have written some that are not on record: those of its rows are among them.
        """
        on_record = self._db.execute(
            "select f.path from files f left join rows r on r.number = f.row"
            " where f.row > 0 and (r.number is null or (r.asked and"
            " (r.key is not f.key or f.path <> 'reports/' || r.stem || '.' || f.form)))"
        ).fetchall()
        former = self._db.execute(
            "select o.stem from former o where not exists"
            " (select 1 from rows r where r.stem = o.stem and (r.key = o.key or not r.asked))"
        ).fetchall()
        return {path for (path,) in on_record} | {
            f"reports/{stem}.{form}" for (stem,) in former for form in formats
        }

    def standings(self, formats: Sequence[str]) -> Iterator[Standing]:
        """Yield how each row stands, in order, a page at a time."""
        last = 0
        while page := self._db.execute(
            "select r.number, r.name, r.stem, r.key, r.asked, r.carried, r.problems, s.state, s.reason,"
            " s.record,"
            " (select group_concat(form, ' ') from files f where f.row = r.number and f.key = r.key),"
            " (select min(o.number) from rows o where o.key = r.key and o.number < r.number)"
            " from rows r left join results s on s.key = r.key where r.number > ? order by r.number limit ?",
            (last, PAGE),
        ).fetchall():
            for row in page:
                last, name, stem, key, asked, carried, problems, state, reason, record, forms, same_as = row
                there = (forms or "").split()
                yield Standing(
                    number=last,
                    name=name,
                    stem=stem,
                    refused=key is None,
                    # What this run was not asked for keeps its result, whatever its reports.
                    result=None if asked and state == "done" and set(formats) - set(there) else state,
                    reason=reason or "",
                    forms=tuple(there),
                    carried=json.loads(carried),
                    problems=json.loads(problems),
                    record=json.loads(record or "{}"),
                    same_as=same_as,
                )
