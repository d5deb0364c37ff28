"""What the record of a batch keeps beside its results: whose it is, and the rows of the run before."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

PAGE = 200
LATER = (
    "create table if not exists about (name text primary key, value text not null) strict, without rowid",
    """
    create table if not exists mended (  -- rows that a table of errors brought back, and what they mended
      number integer primary key, was text not null, name text not null, content text,
      carried text not null, problems text not null
    ) strict
    """,
    # Which system libraries set the type of a PDF.
    """
    create table if not exists typeset (path text primary key, libraries text not null) strict, without rowid
    """,
)
"""What records of this version may lack that were begun earlier."""


@dataclass(frozen=True)
class FormerRow:
    """A row of the run before; problems and what was carried as JSON."""

    number: int
    name: str
    key: str | None
    content: str | None
    carried: str
    problems: str
    done: int


@dataclass(frozen=True)
class MendedRow:
    """What a table of errors brought back for a row, and a hash of what stands there in the input itself."""

    was: str
    name: str
    content: str | None
    carried: str
    problems: str


class RecordedRows:
    """The part of a record that says whose it is, and which rows there were before."""

    _db: sqlite3.Connection

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do several things or none of them."""
        self._db.execute("begin immediate")
        try:
            yield
            self._db.execute("commit")
        except BaseException:
            if self._db.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self._db.execute("rollback")
            raise

    @contextlib.contextmanager
    def remembered(self) -> Iterator[None]:
        """Remember the rows as they are, until the end; to be called in a transaction."""
        self._db.execute(
            "create temp table was (number integer primary key, name text, key text, content text,"
            " carried text, problems text, done integer)"
        )
        self._db.execute(
            "insert into temp.was select r.number, r.name, r.key, c.content, r.carried, r.problems,"
            " coalesce(s.state = 'done', 0) from rows r left join cases c on c.key = r.key"
            " left join results s on s.key = r.key"
        )
        yield
        self._db.execute("drop table temp.was")

    def about(self, name: str) -> str:
        """Return what is on record of the batch as a whole; empty where nothing is."""
        found = self._db.execute("select value from about where name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def note(self, **values: str) -> None:
        """Keep something of the batch as a whole; to be called in a transaction."""
        self._db.executemany("insert or replace into about values (?, ?)", values.items())

    def has_begun(self) -> None:
        """Note that a run has begun; to be called in a transaction."""
        self.note(working="yes")

    def has_ended(self) -> None:
        """Note that the run has come to its end, and its tables are those of the rows as they are."""
        with self.transaction():
            self.note(working="")

    @property
    def is_unfinished(self) -> bool:
        """Whether the last run has not come to its end."""
        return bool(self.about("working"))

    def keeps_rows(self) -> bool:
        """Return whether rows have results here, or were mended: they would be lost without the record."""
        kept = "select 1 from rows r join results s on s.key = r.key union all select 1 from mended limit 1"
        return self._db.execute(kept).fetchone() is not None

    def former_row(self, number: int) -> FormerRow | None:
        """Return a row of the run before; to be called while the rows of this one are read."""
        found = self._db.execute(
            "select number, name, key, content, carried, problems, done from temp.was where number = ?",
            (number,),
        ).fetchone()
        return FormerRow(*found) if found else None

    def former_rows(self) -> Iterator[FormerRow]:
        """Yield the rows of the run before; to be called as above."""
        last = 0
        while page := self._db.execute(
            "select number, name, key, content, carried, problems, done from temp.was"
            " where number > ? order by number limit ?",
            (last, PAGE),
        ).fetchall():
            for row in page:
                yield FormerRow(*row)
            last = page[-1][0]

    def mended(self, number: int) -> MendedRow | None:
        """Return what a table of errors brought back for a row; none where it brought nothing."""
        found = self._db.execute(
            "select was, name, content, carried, problems from mended where number = ?", (number,)
        ).fetchone()
        return MendedRow(*found) if found else None

    def keep_mended(self, number: int, row: MendedRow) -> None:
        """Keep what a table of errors brought back; to be called in a transaction."""
        self._db.execute(
            "insert or replace into mended values (?, ?, ?, ?, ?, ?)",
            (number, row.was, row.name, row.content, row.carried, row.problems),
        )

    def forget_mended(self, number: int | None = None) -> None:
        """Forget what was mended in one row, or in all; to be called in a transaction."""
        if number is None:
            self._db.execute("delete from mended")
        else:
            self._db.execute("delete from mended where number = ?", (number,))

    def leaving(self) -> tuple[int, int]:
        """Return how many finished rows of the run before have no row now, and how many there were.

        A row is the same where its name is; one without a name, where its answers are.
        """
        same = "case when name glob 'Answers in row [0-9]*' then coalesce(content, '') else name end"
        gone, there = self._db.execute(
            f"""
            with was as (select {same} one, count(*) many from temp.was where done group by 1),
                 now as (select {same} one, count(*) many
                         from rows left join cases on cases.key = rows.key group by 1)
            select coalesce(sum(max(0, was.many - coalesce(now.many, 0))), 0), coalesce(sum(was.many), 0)
            from was left join now on now.one = was.one
            """  # noqa: S608 - words of our own
        ).fetchone()
        return gone, there
