"""The pack that comes with the product: its examples hold, and cover its rules."""

from advisor.content.packs import shipped_packs
from advisor.proof.examples.proving import prove_paths
from advisor.proof.problems.check import check

PACK = "further-evidence"


def test_its_examples_hold_and_show_every_line_and_every_condition():
    (proven,) = prove_paths([shipped_packs()[PACK].folder])
    assert list(map(str, proven.failures)) == []
    assert proven.coverage.astray == ()
    assert proven.gaps == ()
    assert proven.masked == frozenset()


def test_the_same_tools_find_nothing_wrong_with_it():
    assert [str(one) for one in check([shipped_packs()[PACK].folder]).findings] == []
