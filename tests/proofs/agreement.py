"""Holds columns against experta over whole cases, every conclusion of every case.

Run by hand for a long proof:  python -m tests.proofs.agreement 100000 --processes 2
"""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import NamedTuple

from advisor.content.folders import content_folder
from advisor.content.knowledge_files import load_knowledge
from advisor.engine.columns.evaluator import Columns
from advisor.engine.inference import Inferrer
from tests.unit.cases import random_answers

BATCH = 250


class Agreement(NamedTuple):
    """What was compared, and the first conclusions that differ: case, subject, columns, experta."""

    cases: int = 0
    conclusions: int = 0
    differences: tuple[tuple[dict, str, object, object], ...] = ()

    def __add__(self, other):
        return Agreement(*(mine + yours for mine, yours in zip(self, other, strict=True)))


def agreement(cases, inferrer, columns):
    """Return how far both evaluators agree over some cases."""
    ours = columns.evaluate(columns.table(cases))
    subjects = list(ours.columns)
    listed = {subject: ours.values(subject) for subject in subjects}
    differences = []
    for number, case in enumerate(cases):
        theirs = inferrer.infer(case).values
        differences += [
            (case, str(subject), listed[subject][number], theirs[subject])
            for subject in subjects
            if listed[subject][number] != theirs[subject]
        ]
    return Agreement(len(cases), len(cases) * len(subjects), tuple(differences[:5]))


@cache
def _evaluators():
    inferrer = Inferrer(load_knowledge(content_folder("rules")).knowledge)
    return inferrer, Columns(inferrer.program)


def of_seeds(seeds):
    """Return how far both agree over the random cases of some seeds, for a process of its own."""
    inferrer, columns = _evaluators()
    return agreement([random_answers(inferrer.program.knowledge, seed) for seed in seeds], inferrer, columns)


def main():
    """Compare random cases in several processes, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--first", type=int, default=0, help="first seed")
    chosen = parser.parse_args()
    began = time.perf_counter()
    seeds = range(chosen.first, chosen.first + chosen.cases)
    batches = [seeds[start : start + BATCH] for start in range(0, len(seeds), BATCH)]
    with ProcessPoolExecutor(chosen.processes) as processes:
        found = sum(processes.map(of_seeds, batches), Agreement())
    print(f"{found.cases} cases, {found.conclusions} conclusions, {time.perf_counter() - began:.0f} s")
    print(f"differences: {len(found.differences)}")
    for difference in found.differences:
        print(*difference, sep="\n    ")
    sys.exit(bool(found.differences))


if __name__ == "__main__":
    main()
