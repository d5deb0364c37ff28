"""Those who work: one loop over any kind of crew, with few cases in flight, and a fair trial for suspects.

Where several workers die with one case in hand, the case is suspect; but it may have had bad company. It is
tried again alone: what dies alone has failed, and all others are done as if nothing had happened.
"""

from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Protocol

from advisor.batch.work import Job, Outcome


class Lost(Exception):
    """A worker died, and what it had in hand is lost; perhaps no fault of that."""


class Crew(Protocol):
    """Workers, on this machine or elsewhere."""

    @property
    def window(self) -> int:
        """How many cases may be in flight."""

    def typesetting(self) -> str:
        """Return the system libraries that set the type of PDFs where they work; raises LibraryMissing."""

    def submit(self, job: Job) -> "Future[Outcome]":
        """Hand over a case."""

    def outcome(self, future: "Future[Outcome]") -> Outcome:
        """Return what became of a case; raises Lost."""

    def alone(self, job: Job) -> Outcome:
        """Try a case with nobody beside it; what is lost now is its own doing, and failed."""

    def close(self) -> None:
        """Let the workers go at once."""


Finished = list[tuple[Job, Outcome]]


def outcomes(jobs: Iterator[Job], crew: Crew) -> Generator[Finished]:
    """Yield what became of the jobs, in groups as they end."""
    flying: dict[Future[Outcome], Job] = {}
    suspects: list[Job] = []
    more = True
    while more or flying or suspects:
        while more and not suspects and len(flying) < crew.window:
            job = next(jobs, None)
            if job is None:
                more = False
            else:
                flying[crew.submit(job)] = job
        if flying:
            finished = _collect(crew, flying, suspects)
            if finished:
                yield finished
        else:
            for job in suspects:
                yield [(job, crew.alone(job))]
            suspects.clear()


def _collect(crew: Crew, flying: "dict[Future[Outcome], Job]", suspects: list[Job]) -> Finished:
    ended, _ = wait(flying, return_when=FIRST_COMPLETED)
    finished: Finished = []
    for future in ended:
        job = flying.pop(future)
        try:
            outcome = crew.outcome(future)
        except Lost:
            suspects.append(job)
            continue
        if outcome.kind == "doubtful":
            suspects.append(job)
        else:
            finished.append((job, outcome))
    return finished
