"""Invented collaborations, with what the papers say must and must not follow: data, in cases/."""

from pathlib import Path

import pytest
import yaml

from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE
from advisor.model.knowledge import TABLE_IDS

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
STAGES = {"considering", "connecting", "planning", "first_delivery", "established", "reset"}
LEVEL = "level of "
EVERY_FACT_SKIPPED = "every fact does not apply"


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def answers_of(case, knowledge):
    if case["given"] == EVERY_FACT_SKIPPED:
        return dict.fromkeys(knowledge.vocabulary.by_name, NOT_APPLICABLE)
    return {fact: tuple(value) if isinstance(value, list) else value for fact, value in case["given"].items()}


def found_in(result, item):
    """Return all values that an item of a case speaks of."""
    verdicts = {name: each.verdict for name, each in (result.statements | result.further_statements).items()}
    levels = {LEVEL + name: each.level for name, each in result.mechanisms.items()}
    if item == "every statement":
        return list(verdicts.values())
    if item == "every level":
        return list(levels.values())
    first = result.recommendations[0].id if result.recommendations else None
    single = {
        "driver": result.driver,
        "phase": result.phase,
        "formality": result.formality.fit,
        "first": first,
    }
    return [(single | verdicts | levels)[item]]


def wanted_in(told):
    value = next(told[key] for key in ("verdict", "level", "is") if key in told)
    return value if isinstance(value, list) else [value]


@pytest.fixture(params=FILES, ids=lambda path: path.stem, scope="module")
def case(request):
    return read(request.param)


@pytest.fixture(scope="module")
def result(case, advisor, knowledge):
    return advisor.assess(Case(name=case["title"], answers=answers_of(case, knowledge)))


def test_what_the_papers_say_follows_does_follow(case, result):
    for item, told in case["expect"].items():
        if item == "stop or go":
            states = {each.id: each.state for each in result.stop_or_go}
            assert told["is"].items() <= states.items(), told["because"]
        else:
            assert set(found_in(result, item)) <= set(wanted_in(told)), (item, told["because"])


def test_what_would_mislead_a_reader_does_not_follow(case, result):
    for item, told in case["expect_not"].items():
        assert not set(found_in(result, item)) & set(wanted_in(told)), (item, told["because"])


def test_every_expectation_gives_its_reason_and_its_source(case):
    assert case["title"]
    assert case["story"]
    for told in (*case["expect"].values(), *case["expect_not"].values()):
        assert set(told) - {"verdict", "level", "is"} == {"because", "source"}
        assert all(told.values()) or told.get("is", "") is None
        assert told["source"].startswith(("S1, ", "S2, ", "ours"))


def test_every_answer_is_one_that_the_vocabulary_knows(case, knowledge):
    facts = knowledge.vocabulary.by_name
    for fact, value in answers_of(case, knowledge).items():
        if value != NOT_APPLICABLE:
            assert facts[fact].clause(value)


def test_the_cases_are_at_every_stage_and_reach_every_verdict(knowledge, advisor):
    cases = [read(path) for path in FILES]
    stages = {case["given"]["stage"] for case in cases if "stage" in case["given"]}
    assert stages == STAGES
    told = [one for case in cases for one in case["expect"].values() if "verdict" in one]
    reached = {verdict for one in told for verdict in wanted_in(one)}
    assert reached == {"act", "balance", "compensate", "keep", "find_out", "not_applicable"}


def test_every_statement_of_the_action_table_is_expected_by_name_in_some_case():
    named = {item for path in FILES for item in read(path)["expect"]}
    assert set(TABLE_IDS) - named == set()
