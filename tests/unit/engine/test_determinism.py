"""The same answers give the same result, whatever the hash seed and the order of files and answers."""

import json
import os
import random
import subprocess
import sys

import pytest

from advisor.content.folders import content_folder
from advisor.engine.inference import Inferrer
from advisor.model.condition import Kind
from tests.unit.altered import altered

ALL_RESULTS = """
import pathlib, sys, zlib
from advisor.service import Advisor
advisor = Advisor.load()
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):
    print(path.name, zlib.crc32(advisor.json(advisor.assess(advisor.read_case(path))).encode()))
"""


def results(seed):
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    examples = content_folder("questionnaires") / "examples"
    command = [sys.executable, "-c", ALL_RESULTS, str(examples)]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_the_json_of_every_example_is_the_same_whatever_the_hash_seed():
    first = results("1")
    assert len(first.splitlines()) == 7
    assert results("4242") == first


def shuffled(knowledge, seed):
    chance = random.Random(seed)  # noqa: S311 - shuffles files, keeps no secret

    def mixed(items):
        return tuple(chance.sample(items, len(items)))

    web, advice, vocabulary = knowledge.web, knowledge.advice, knowledge.vocabulary
    return altered(
        knowledge,
        contexts=mixed(knowledge.contexts),
        mechanisms=mixed(knowledge.mechanisms),
        web=altered(web, links=mixed(web.links), mechanism_links=mixed(web.mechanism_links)),
        advice=altered(
            advice,
            statements=mixed(advice.statements),
            recommendations=mixed(advice.recommendations),
            contradictions=mixed(advice.contradictions),
        ),
        vocabulary=altered(vocabulary, facts=mixed(vocabulary.facts), derived=mixed(vocabulary.derived)),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_conclusions_do_not_hang_on_the_order_of_the_files(inferrer, knowledge, examples, covering, seed):
    other = Inferrer(shuffled(knowledge, seed))
    kinds = {Kind.VERDICT.value, Kind.LEVEL.value, Kind.CONTEXT.value, Kind.DERIVED.value, "recommendation"}
    for case in (*examples, *covering[::8]):
        straight, mixed = inferrer.infer(case.answers), other.infer(case.answers)
        for subject, value in straight.values.items():
            if subject.kind in kinds:
                assert mixed.values[subject] == value, subject


def test_the_order_of_the_answers_changes_nothing(advisor, examples):
    for case in examples:
        turned = case.model_copy(update={"answers": dict(reversed(case.answers.items()))})
        straight, other = (
            json.loads(advisor.json(advisor.assess(case))),
            json.loads(advisor.json(advisor.assess(turned))),
        )
        assert straight == other


def test_a_case_leaves_no_trace_in_the_next(inferrer, examples):
    first = [inferrer.infer(case.answers) for case in examples]
    again = [inferrer.infer(case.answers) for case in reversed(examples)]
    for before, after in zip(first, reversed(again), strict=True):
        assert before.values == after.values
        assert before.fired == after.fired
