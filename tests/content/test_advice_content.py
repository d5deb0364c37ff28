"""Statements and recommendations that come with the product: whole, sourced, and each with its words."""

import re
from graphlib import TopologicalSorter

from advisor.model.knowledge import TABLE_IDS

CARRIED = """
leader-behaviour L1 · leader-problems L2 · improvement-culture L3 · senior-disbelief L4
shared-improvement L5 · open-leadership X1 · leadership-change X2
shared-past T1 · shared-vision T2 F2 K3 · quick-wins T3 · rules-and-oversight T4 · contact T5 M3 · distance T6
autonomy T7
design-involvement F1 · ambition F3 · size F4 · visible-progress F5 · champions F6 · staff-turnover F7
public-reputation F8 · inclusive-decisions X5
formality R1 C1 M2 X9 X10 · power-balance M1 X3
accountability K1 C2 · dispute-process K2 X4 · conflict-handling X6 · felt-takeover X7 · failed-task X24
capacity P1 P3 · early-dip P2 · patient-focus X8 · money-pressure X21
shared-culture U1 U3 · mixed-sectors U2 · staff-support X16 · staff-worries X17
shared-people X11 X12 X13 · information-systems X14 · whole-meetings X15 · wider-involvement X18
reasons-to-compete X19 · regulator-mistrust X20 · peer-momentum X22
area-failures X23 · local-needs X25 · partner-standing X26
"""
"""Which recommendation carries which statements: a fixed contract."""

OPEN = {"act", "balance", "compensate"}


def lines_of(knowledge, statement):
    """Return the lines of a statement, or of the one that it follows."""
    return statement.verdicts or knowledge.advice.by_id[statement.follows].verdicts


# ── Statements ───────────────────────────────────────────────────────────────────────────────────


def test_35_statements_of_the_table_and_26_further_ones(knowledge):
    names = {statement.id for statement in knowledge.advice.statements}
    assert len(knowledge.advice.statements) == len(names) == 61
    assert names == {*TABLE_IDS, *(f"X{number}" for number in range(1, 27))}


def test_each_cluster_of_the_table_is_numbered_through(knowledge):
    positions = {}
    for statement in knowledge.advice.statements:
        positions.setdefault(statement.cluster, []).append(statement.position)
    assert len(positions) == 10
    for cluster, found in positions.items():
        assert found == list(range(1, len(found) + 1)), cluster


def test_each_statement_of_the_table_cites_its_own_row_and_every_other_a_paper(knowledge):
    for statement in knowledge.advice.statements:
        assert statement.source, statement.id
        assert all(reference.where for reference in statement.source)
        rows = [ref.where for ref in statement.source if ref.paper == "S1" and "action table" in ref.where]
        if statement.id in TABLE_IDS:
            assert any(row.endswith(f"statement {statement.position}") for row in rows), statement.id
        else:
            assert {reference.paper for reference in statement.source} & {"S1", "S2"}, statement.id


def test_each_statement_rests_on_links_that_touch_its_mechanisms(knowledge):
    for statement in knowledge.advice.statements:
        rows = [knowledge.web.by_id[name] for name in statement.links]
        touched = {name for row in rows for name in (row.mechanism, row.outcome)}
        works_through = {effect.id for effect in statement.mechanisms}
        if statement.id == "X5":
            # S2 has inclusive decisions bear on clarity and on sharedness; the web holds one row for both.
            works_through.remove("vision_clarity")
        assert rows, statement.id
        assert works_through <= touched, statement.id


def test_only_risk_tolerance_follows_another_statement(knowledge):
    follows = {each.id: each.follows for each in knowledge.advice.statements if each.follows}
    assert follows == {"R1": "C1"}


def test_every_statement_can_be_found_in_place(knowledge):
    for statement in knowledge.advice.statements:
        lines = lines_of(knowledge, statement)
        assert lines.keep is not None, statement.id
        assert lines.act or lines.compensate or lines.balance, statement.id


# ── Recommendations ──────────────────────────────────────────────────────────────────────────────


def test_each_recommendation_carries_its_statements_and_no_others(knowledge):
    wanted = [part.split() for line in CARRIED.strip().splitlines() for part in line.split("·")]
    found = {text.id: text.statements for text in knowledge.advice.recommendations}
    assert found == {name: tuple(statements) for name, *statements in wanted}


def test_there_is_a_wording_for_every_verdict_that_can_occur_and_none_for_others(knowledge):
    for text in knowledge.advice.recommendations:
        possible = {
            verdict
            for name in text.statements
            for verdict, _ in lines_of(knowledge, knowledge.advice.by_id[name]).in_order()
        }
        worded = {variant.verdict for variant in text.variants}
        assert worded == possible & OPEN, text.id
        for verdict in worded:
            *others, last = [variant for variant in text.variants if variant.verdict == verdict]
            assert last.when is None, (text.id, verdict)
            assert all(variant.when is not None for variant in others), (text.id, verdict)


def test_every_wording_has_two_to_four_steps_and_something_to_discuss(knowledge):
    for text in knowledge.advice.recommendations:
        assert 1 <= len(text.discuss) <= 2, text.id
        assert all(question.endswith("?") for question in text.discuss), text.id
        for variant in text.variants:
            assert 2 <= len(variant.steps) <= 4, (text.id, variant.title)


def test_both_sides_are_shown_where_evidence_pulls_both_ways_and_a_lean_is_called_ours(knowledge):
    found = 0
    for text in knowledge.advice.recommendations:
        for variant in text.variants:
            assert (variant.verdict == "balance") == (variant.sides is not None), (text.id, variant.title)
            if variant.lean is not None:
                found += 1
                assert variant.lean.startswith("Our lean, not the papers’: "), text.id
    assert found


def test_limited_support_is_worded_as_something_to_consider_and_direct_support_is_not(knowledge):
    for text in knowledge.advice.recommendations:
        for variant in text.variants:
            considers = variant.title.startswith("Consider ")
            assert considers == (text.weight == "limited"), (text.id, variant.title)


def test_what_comes_first_is_there_and_never_waits_for_itself(knowledge):
    requires = {text.id: text.requires for text in knowledge.advice.recommendations}
    assert set().union(*requires.values()) <= set(requires)
    assert len(list(TopologicalSorter(requires).static_order())) == len(requires)


def test_the_sharpest_advice_comes_last_with_its_caution(knowledge):
    (last,) = [text for text in knowledge.advice.recommendations if text.last]
    assert last.id == "senior-disbelief"
    assert last.caution


def test_only_capacity_can_be_critical_and_only_formality_sets_what_carries(knowledge):
    critical = {
        text.id: str(text.critical_when) for text in knowledge.advice.recommendations if text.critical_when
    }
    assert critical == {"capacity": "outside_funding is late_or_withdrawn"}
    assert [text.id for text in knowledge.advice.recommendations if text.carries] == ["formality"]


# ── Placeholders ─────────────────────────────────────────────────────────────────────────────────

PHRASE_PARTS = {
    "completeness_most": {"answered", "total", "unknown"},
    "completeness_few": {"answered", "total"},
    "not_asked": {"question"},
    "assumed": {"fact", "value"},
    "absence": {"name"},
    "skipped": {"name"},
    "order_reach": {"count"},
    "support": {"mechanism", "support"},
    "support_none": {"mechanism"},
    "study_country": {"country"},
    "count_none": {"total"},
    "count_one": {"total", "family"},
    "count_some": {"count", "total", "family"},
    "count_related": {"total", "count", "family"},
    "count_related_one": {"total", "family"},
    "stated_higher": {"name"},
    "stated_lower": {"name"},
    "stated_unsure": {"name", "level"},
    "stated_unknown": {"name"},
}


def placeholders(part):
    """Return what stands in braces in all texts of a record."""
    return set(re.findall(r"\{(.*?)\}", " ".join(texts_in(part))))


def texts_in(part):
    """Yield every text in plain data."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for one in part.values():
            yield from texts_in(one)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from texts_in(one)


def test_advice_fills_in_missing_parts_only_and_only_where_a_grid_names_them(knowledge, advisor):
    rows = {row.fact for question in advisor.questionnaires["full"].questions for row in question.rows}
    for text in knowledge.advice.recommendations:
        filled = [variant.model_dump(include={"title", "if_", "then"}) for variant in text.variants]
        rest = text.model_dump(exclude={"variants": {"__all__": {"title", "if_", "then"}}})
        assert placeholders(rest) == set(), text.id
        assert placeholders(filled) <= {"gaps"}, text.id
        if placeholders(filled):
            conditions = [lines_of(knowledge, knowledge.advice.by_id[one]) for one in text.statements]
            assert any(row in str(conditions) for row in rows), text.id


def test_phrases_hold_the_parts_that_the_program_fills_in(knowledge):
    for phrase in knowledge.phrases:
        assert placeholders(phrase.says) == PHRASE_PARTS.get(phrase.id, set()), phrase.id


def test_no_other_text_has_anything_to_fill_in(knowledge):
    for part in (knowledge.advice.statements, knowledge.mechanisms, knowledge.contexts, knowledge.types):
        assert placeholders([each.model_dump() for each in part]) == set()
    assert placeholders(knowledge.web.model_dump()) == set()
    for fact in knowledge.vocabulary.facts:
        allowed = {"value"} if fact.says else set()
        assert placeholders(fact.model_dump()) == allowed, fact.fact
