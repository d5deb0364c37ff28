"""What was confirmed stays, whatever is killed, locked or full: with real processes, files and disks."""

import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.system.serving import serving
from tests.system.visiting import Page, Visitor, chance

EXAMPLE = Path(__file__).parents[2] / "questionnaires" / "examples" / "required-system.yaml"
PEOPLE = 10
LOCKED = 3
"""Seconds for which another process locks the database."""
PATIENCE = 120
"""Seconds until something must have happened; a shared machine can be slow."""


def within_patience(happened):
    """Wait until something is true, and return it."""
    end = time.monotonic() + PATIENCE
    while not (told := happened()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return told


def state_of(visitor, report):
    return json.loads(visitor.get(report, Accept="application/json").text)["state"]


def worker_of(server):
    """Return the id of the process that makes reports for a server."""
    children = psutil.Process(server.number).children()
    (worker,) = [each for each in children if each.cmdline()[-1:] == ["default"]]
    return worker.pid


def first_answer(visitor, assessment, seed=1):
    """Answer the next question; return what was sent, and what was answered to that."""
    page = visitor.get(visitor.get(f"{assessment}next/").location)
    answers = page.answers(chance(seed))
    return answers, visitor.post(page.path, {**page.hidden, **answers, "move": "on"})


def kept(visitor, assessment):
    """Return the answers that the answers file holds."""
    file = json.loads(visitor.get(f"/collaborations/answers/{assessment.split('/')[2]}.json").text)
    return {
        fact: value[0] if isinstance(value, list) else str(value) for fact, value in file["answers"].items()
    }


def test_a_report_whose_worker_is_killed_is_ready_in_the_end(tmp_path):
    with serving(tmp_path) as server, closing(Visitor(server.url)) as visitor:
        report = visitor.report(visitor.begin_with(EXAMPLE))
        within_patience(lambda: state_of(visitor, report) == "being_made")
        os.kill(worker_of(server), signal.SIGKILL)
        assert state_of(visitor, report) == "being_made"
        within_patience(lambda: state_of(visitor, report) not in ("waiting", "being_made"))
        assert visitor.get(f"{report}file").content.startswith(b"%PDF-")
        assert "is started again" in server.log.read_text()


@dataclass
class Person:
    """Somebody who answers as fast as they can, until the server is gone."""

    visitor: Visitor
    number: int
    assessment: str = ""
    confirmed: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    wrong: list[Page] = field(default_factory=list)

    def answer(self):
        random = chance(self.number)
        try:
            following = self.visitor.get(f"{self.assessment}next/")
            while "/questions/" in following.location:
                page = self.visitor.get(following.location)
                self.sent = page.answers(random)
                following = self.visitor.post(page.path, {**page.hidden, **self.sent, "move": "on"})
                if following.status != 302:
                    self.wrong.append(following)
                    return
                self.confirmed |= self.sent
        except (OSError, http.client.HTTPException):
            return  # the server is gone
        finally:
            self.visitor.close()


def test_what_was_confirmed_is_there_after_the_server_was_killed(tmp_path):
    with serving(tmp_path) as server:
        people = [Person(Visitor(server.url), number) for number in range(PEOPLE)]
        for one in people:
            one.assessment = one.visitor.begin(f"Network {one.number}", "full")
        threads = [threading.Thread(target=one.answer) for one in people]
        for each in threads:
            each.start()
        within_patience(lambda: sum(len(one.confirmed) for one in people) > 4 * PEOPLE)
        os.kill(server.number, signal.SIGKILL)
        for each in threads:
            each.join()
    assert not [one.wrong for one in people if one.wrong]
    # Somebody was in the middle: else nothing was killed while people answered.
    assert any(one.sent.items() - one.confirmed.items() for one in people)
    with serving(tmp_path) as server, closing(Visitor(server.url)) as visitor:
        for one in people:
            there = kept(visitor, one.assessment)
            assert there in (one.confirmed, one.confirmed | one.sent)
        _, answered = first_answer(visitor, people[0].assessment)
        assert answered.status == 302


def test_pages_wait_while_another_process_locks_the_database(tmp_path):
    with (
        serving(tmp_path) as server,
        closing(Visitor(server.url)) as visitor,
        closing(Visitor(server.url)) as writer,
    ):
        assessment = visitor.begin("Northshire")
        answered = []
        writing = threading.Thread(target=lambda: answered.append(first_answer(writer, assessment)))
        with locked(tmp_path):
            writing.start()
            end = time.monotonic() + LOCKED
            while time.monotonic() < end:
                assert visitor.get(f"{assessment}check/").status == 200
            assert not answered, "an answer was saved while the database was locked"
        writing.join()
        ((sent, page),) = answered
        assert page.status == 302
        assert kept(visitor, assessment) == sent


@contextmanager
def locked(folder):
    """Lock the database, as another process that writes does."""
    with closing(sqlite3.connect(folder / "data" / "advisor.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.slow
def test_a_database_that_stays_locked_is_told_of_and_the_answer_can_be_sent_again(tmp_path):
    with serving(tmp_path) as server, closing(Visitor(server.url)) as visitor:
        assessment = visitor.begin("Northshire")
        with locked(tmp_path):
            sent, page = first_answer(visitor, assessment)
        assert page.status == 503
        assert "was not saved" in page.text
        assert kept(visitor, assessment) == {}
        again, page = first_answer(visitor, assessment)
        assert (again, page.status) == (sent, 302)
        assert kept(visitor, assessment) == sent


def test_a_full_disk_is_told_of_and_answers_are_safe(tmp_path):
    reports = tmp_path / "data" / "files" / "reports"
    reports.mkdir(parents=True)
    small = f"mount -t tmpfs -o size=16k none '{reports}' && "
    through = ("unshare", "--map-root-user", "--mount", "sh", "-c")
    if not shutil.which("unshare") or subprocess.run([*through, f"{small} true"], check=False).returncode:
        pytest.skip("this system lets nobody mount a small disk")
    with (
        serving(tmp_path, through=(*through, f'{small} exec "$@"', "sh")) as server,
        closing(Visitor(server.url)) as visitor,
    ):
        assessment = visitor.begin_with(EXAMPLE)
        report = visitor.report(assessment)
        within_patience(lambda: state_of(visitor, report) not in ("waiting", "being_made"))
        told = visitor.get(report).text
        assert "The report could not be made" in told
        assert "the disk is full; make room" in told
        assert str(tmp_path) not in told
        assert kept(visitor, assessment)
