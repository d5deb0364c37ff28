"""Statements and recommendations that come with the product: whole, sourced, and each with its words."""

import re
from graphlib import TopologicalSorter

import pytest

from advisor.model.condition import atoms
from advisor.model.knowledge import TABLE_IDS

CARRIED = """
leader-behaviour L1 X1 · leader-problems L2 · improvement-culture L3 L5 · senior-disbelief L4
leadership-change X2
shared-past T1 · shared-vision T2 F2 K3 · quick-wins T3 · rules-and-oversight T4 · contact T5 M3 · distance T6
autonomy T7
design-involvement F1 X18 · ambition F3 · size F4 · visible-progress F5 · champions F6 · staff-turnover F7
public-reputation F8
formality R1 C1 M2 X9 X10 · power-balance M1 X3 X5
accountability K1 C2 · dispute-process K2 X4 · conflict-handling X6 · felt-takeover X7 · failed-task X24
capacity P1 P3 · early-dip P2 · patient-focus X8 · money-pressure X21
shared-culture U1 U3 · mixed-sectors U2 · staff-support X16 · staff-worries X17
shared-people X11 X12 X13 · information-systems X14 · whole-meetings X15
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
        own = [question for variant in text.variants for question in variant.discuss or ()]
        assert all(question.endswith("?") for question in (*text.discuss, *own)), text.id
        assert all(1 <= len(variant.discuss) <= 2 for variant in text.variants if variant.discuss is not None)
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
            weight = variant.weight or text.weight
            assert considers == (weight == "limited"), (text.id, variant.title)


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

SIDES = ("firm", "light")
"""What calls for a firmer or for a lighter agreement in this case, filled in as a list of adjectives."""

PHRASE_PARTS = {
    "completeness_most": {"answered", "total", "unknown"},
    "completeness_few": {"answered", "total"},
    "not_asked": {"question"},
    "assumed": {"fact", "value"},
    "absence": {"name"},
    "skipped": {"name"},
    "clause_or": {"first", "last"},
    "clause_not": {"clause"},
    "clause_known": {"name"},
    "clause_settled": {"name"},
    "clause_open": {"name"},
    "clause_least": {"number"},
    "clause_most": {"number"},
    "clause_between": {"first", "last"},
    "clause_level": {"name", "level"},
    "clause_verdict": {"title", "verdict"},
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
    worded = {"title", "if_", "then"}
    sided = {"because", "sides"}
    for text in knowledge.advice.recommendations:
        filled = [variant.model_dump(include=worded) for variant in text.variants]
        reasons = [variant.model_dump(include=sided) for variant in text.variants]
        rest = text.model_dump(exclude={"variants": {"__all__": worded | sided}})
        assert placeholders(rest) == set(), text.id
        assert placeholders(filled) <= {"gaps", *SIDES}, text.id
        assert placeholders(reasons) <= set(SIDES), text.id
        if "gaps" in placeholders(filled):
            conditions = [lines_of(knowledge, knowledge.advice.by_id[one]) for one in text.statements]
            assert any(row in str(conditions) for row in rows), text.id


@pytest.mark.parametrize(
    ("side", "fact", "others"),
    [("firm", "more_formal_side", ("mandated", "integrative", "complex")), ("light", "lighter_side", ())],
)
def test_a_side_is_named_only_where_it_is_known_to_hold(knowledge, side, fact, others):
    """A wording that lists what calls for a firmer or lighter agreement asks that something does."""
    found = 0
    for text in knowledge.advice.recommendations:
        for variant in text.variants:
            if side in placeholders(variant.model_dump(exclude={"when"})):
                found += 1
                if variant.when is None:
                    # The last wording for balance: M2, C1 and X9 are balanced only where both sides hold.
                    assert (text.id, variant.verdict) == ("formality", "balance")
                    continue
                asked = [str(atom) for atom in atoms(variant.when) if "unknown" not in str(atom)]
                own = {"small", "loose", "voluntary"} if side == "light" else set(others)
                assert any(one.split(" is ")[0] in {fact, *own} for one in asked), variant.title
    assert found > 3


def test_every_statement_says_how_to_protect_it_in_one_plain_sentence(knowledge):
    for statement in knowledge.advice.statements:
        assert re.fullmatch(r"[A-Z][^.?!]*\.", statement.protect), statement.id
        assert len(statement.protect.split()) <= 20, statement.id
    said = [statement.protect for statement in knowledge.advice.statements]
    assert len(set(said)) == len(said)


def test_troubles_that_nobody_named_are_no_strength_of_their_own(knowledge):
    kinds = {statement.id: statement.strength for statement in knowledge.advice.statements}
    assert kinds["X24"] == "none"
    assert {name for name, kind in kinds.items() if kind == "absence"} == {"L4", "F7", "X7", "X23", "X25"}
    assert "partly_kept" not in {phrase.id for phrase in knowledge.phrases}


def test_what_differs_between_wordings_is_said_for_each(knowledge):
    """Money and people, paper and relationships: an aid to one wording does not stand under another."""
    (capacity,) = (text for text in knowledge.advice.recommendations if text.id == "capacity")
    assert not re.search(r"money|fund", f"{capacity.measure} {capacity.barrier} {' '.join(capacity.discuss)}")
    for variant in capacity.variants:
        if "outside_funding is late_or_withdrawn" in str(variant.when) or variant.verdict == "compensate":
            assert None not in (variant.measure, variant.barrier, variant.remedy, variant.discuss)
            assert "full job" not in str(variant.barrier)


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
