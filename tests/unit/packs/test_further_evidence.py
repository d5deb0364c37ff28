"""The pack that comes with the product: its examples hold, and cover its rules."""

from advisor.content.packs import shipped_packs
from advisor.engine.inference import Inferrer
from advisor.proof.examples.covering import coverage
from advisor.proof.examples.reading import read_examples
from advisor.proof.examples.running import failures, run_examples
from advisor.proof.problems.check import check
from advisor.service import Advisor

PACK = "further-evidence"
STATEMENTS = {"FE1", "FE2", "FE3"}


def test_its_examples_hold_and_fire_and_miss_every_line():
    knowledge = Advisor.load(packs=[PACK]).knowledge
    examples = read_examples(shipped_packs()[PACK].folder, knowledge)
    ran = run_examples(examples, Inferrer(knowledge))
    assert list(map(str, failures(ran))) == []
    covered = coverage(ran, knowledge, STATEMENTS)
    assert not covered.astray
    assert [str(line) for line in covered.lines if line not in covered.fired] == []
    assert [str(line) for line in covered.lines if line not in covered.missed] == []


def test_the_same_tools_find_nothing_wrong_with_it():
    assert [str(one) for one in check([shipped_packs()[PACK].folder]).findings] == []
