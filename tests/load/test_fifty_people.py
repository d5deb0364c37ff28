"""Fifty people answer at once, through the pages, while reports are made: quickly, and nothing is lost."""

import json
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.load.machine import Machine
from tests.system.serving import TEAM, run, serving
from tests.system.visiting import Page, Visitor, chance

pytestmark = pytest.mark.slow

PEOPLE = 50
QUESTIONS = 20
THINKING = (1.0, 3.0)
"""Seconds between seeing a question and answering it."""
MOST_SECONDS = 300
REPORTS = 4
SLOWEST_PAGE = 0.5
"""Seconds within which 99 of 100 question pages are there."""
EXAMPLES = sorted((Path(__file__).parents[2] / "questionnaires" / "examples").glob("*.yaml"))


@dataclass
class Person:
    """Somebody who answers one assessment, and what the app confirmed to them."""

    visitor: Visitor
    assessment: str
    random: Random
    saved: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def answer(self, until: float) -> None:
        """Answer question after question, with time to think, until a moment or the end of the questions."""
        try:
            time.sleep(self.random.uniform(0, THINKING[1]))
            following = self.visitor.get(f"{self.assessment}next/")
            for _ in range(QUESTIONS):
                if "/questions/" not in (following.location or "") or time.monotonic() > until:
                    break
                page = self._must(self.visitor.get(following.location), 200)
                self._panel(page)
                time.sleep(self.random.uniform(*THINKING))
                answers = page.answers(self.random)
                sent = self.visitor.post(page.path, {**page.hidden, **answers, "move": "on"})
                following = self._must(sent, 302)
                self.saved |= answers
        except Exception as error:  # noqa: BLE001 - a thread’s fault is told with the figures
            self.wrong.append(repr(error))

    def used_before(self) -> None:
        """Look at pages as somebody did before the others came: nobody measures how the app starts."""
        began = self.visitor.begin("Before", "rapid")
        question = self.visitor.get(f"{began}next/").location
        for path in (began, question, f"{began}stop-now/", f"{began}check/", f"{began}result/"):
            self._must(self.visitor.get(path), 200)

    def _panel(self, page: Page) -> None:
        """Ask for the part that a browser fills in after the page is shown."""
        if "data-panel=" in page.text:
            panel = self.visitor.get(f"{self.assessment}stop-now/?panel")
            if panel.status not in (200, 204):
                self.wrong.append(f"{panel.path}: {panel.status}")

    def _must(self, page: Page, status: int) -> Page:
        if page.status != status:
            raise AssertionError(f"{page.path}: {page.status}")
        return page

    def kept(self) -> dict[str, str]:
        """Return what the answers file holds."""
        number = self.assessment.split("/")[2]
        file = json.loads(self.visitor.get(f"/collaborations/answers/{number}.json").text)
        return {
            fact: value[0] if isinstance(value, list) else str(value)
            for fact, value in file["answers"].items()
        }


@dataclass
class Timings:
    """How long pages took, and when."""

    pages: list[tuple[str, float, float]] = field(default_factory=list)

    def note(self, page: Page) -> None:
        """Keep what a page was, when it was there and how long it took."""
        path = urlsplit(page.path)
        kind = "saved" if page.status == 302 and "/questions/" in page.path else ""
        kind = kind or (
            "question" if "/questions/" in page.path else "panel" if path.query == "panel" else ""
        )
        self.pages.append((kind, time.monotonic(), page.seconds))

    def of(self, *kinds: str, within: list[tuple[float, float]] | None = None) -> list[float]:
        """Return the times of some kinds of pages, in order; within some spans where these are given."""
        return sorted(
            seconds
            for kind, at, seconds in self.pages
            if kind in kinds and (within is None or any(start <= at <= end for start, end in within))
        )


def share(times: list[float], percent: int) -> float:
    """Return the time within which some per cent were done."""
    return times[min(len(times) - 1, len(times) * percent // 100)]


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """The embedded database: nothing to set."""
    yield {}


@contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """A database of its own on the server that TEST_DATABASE_URL names."""
    address = os.environ.get("TEST_DATABASE_URL")
    if not address:
        pytest.skip("TEST_DATABASE_URL names no server: setup/postgresql start, then setup/postgresql url")
    name = f"load_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield {"ADVISOR_DATABASE_URL": f"{address.rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize("database", [sqlite, postgresql])
def test_fifty_people_answer_at_once_while_reports_are_made(tmp_path, database):
    with database() as where:
        variables = {**TEAM, **where, "ADVISOR_LOG_LEVEL": "WARNING"}
        made = json.loads(run(tmp_path, "-m", "tests.load.preparing", str(PEOPLE), **variables))
        machine, timings, spans = Machine(), Timings(), []
        with serving(tmp_path, **variables) as server, ExitStack() as closed_at_the_end:

            def visitor(cookies):
                return closed_at_the_end.enter_context(closing(Visitor(server.url, cookies, timings.note)))

            people = [
                Person(visitor(one["cookies"]), one["assessment"], chance(number))
                for number, one in enumerate(made)
            ]
            people[0].used_before()
            timings.pages.clear()
            until = time.monotonic() + MOST_SECONDS
            threads = [threading.Thread(target=one.answer, args=(until,)) for one in people]
            for each in threads:
                each.start()
            spans = reports(visitor(dict(made[0]["cookies"])))
            for each in threads:
                each.join()
            lost = [each for each in people if each.kept() != each.saved]
            log = server.log.read_text()
    told = figures(database.__name__, people, timings, spans, machine)
    print(f"\n{told}")
    assert [wrong for each in people for wrong in each.wrong] == [], log
    assert not lost, f"{len(lost)} people’s answers are not what they gave"
    assert sum(len(each.saved) for each in people) > PEOPLE * QUESTIONS * 0.8
    asked = timings.of("question", "saved", within=spans)
    assert len(asked) > PEOPLE, "too few pages were asked for while reports were made"
    assert share(timings.of("question"), 99) <= SLOWEST_PAGE, told
    assert share(timings.of("saved"), 99) <= SLOWEST_PAGE, told
    assert share(asked, 99) <= SLOWEST_PAGE, told


def reports(visitor: Visitor) -> list[tuple[float, float]]:
    """Make reports on examples, one after another; return from when to when each was made."""
    spans = []
    for example in EXAMPLES[:REPORTS]:
        address = visitor.report(visitor.begin_with(example))
        began = time.monotonic()
        state = ""
        while state not in ("ready", "failed"):
            assert time.monotonic() - began < MOST_SECONDS, f"{example.name} is still {state}"
            time.sleep(0.3)
            state = json.loads(visitor.get(address, Accept="application/json").text)["state"]
        file = visitor.get(f"{address}file")
        assert file.content.startswith(b"%PDF-"), f"{example.name} is {state}"
        spans.append((began, time.monotonic()))
    return spans


def figures(
    database: str,
    people: list[Person],
    timings: Timings,
    spans: list[tuple[float, float]],
    machine: Machine,
) -> str:
    """Say what was measured."""
    lines = [f"{len(people)} people, {database}: {sum(len(each.saved) for each in people)} answers saved"]
    kinds = {
        "a question page": timings.of("question"),
        "saving an answer": timings.of("saved"),
        "either, while a report was made": timings.of("question", "saved", within=spans),
        "whether one can stop now": timings.of("panel"),
    }
    lines += [
        f"  {name}: {len(times)} times, median {share(times, 50) * 1000:.0f} ms, "
        f"95 % {share(times, 95) * 1000:.0f} ms, 99 % {share(times, 99) * 1000:.0f} ms, "
        f"longest {times[-1] * 1000:.0f} ms"
        for name, times in kinds.items()
    ]
    made = ", ".join(f"{end - start:.0f} s" for start, end in spans)
    return "\n".join([*lines, f"  {len(spans)} PDF reports meanwhile: {made}", machine.told()])
