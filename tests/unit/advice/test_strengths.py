"""What is praised is known to be in place, and no more is praised than is known."""

from advisor.model.knowledge import TABLE_IDS

OPEN = ("act", "balance", "compensate")


def of(result, recommendation):
    return next((one for one in result.strengths if one.recommendation == recommendation), None)


def worth_naming(result, knowledge, inference):
    verdicts = result.statements | result.further_statements
    for name, each in verdicts.items():
        found = knowledge.advice.by_id[name]
        worth = found.strength_when is None or inference.holds(found.strength_when)
        if each.verdict == "keep" and found.strength != "none" and worth:
            yield name


def words_for(text):
    """Return the titles for the whole of a recommendation."""
    return {text.keep.title, *(variant.title for variant in text.keep.variants)}


def test_every_kept_statement_worth_naming_is_in_exactly_one_strength(results, inferences, knowledge):
    for result, inference in zip(results, inferences, strict=True):
        praised = [name for one in result.strengths for name in one.statements]
        assert sorted(worth_naming(result, knowledge, inference)) == sorted(praised)


def test_the_whole_is_praised_only_where_nothing_of_it_is_open(results, knowledge):
    texts = {text.id: text for text in knowledge.advice.recommendations}
    for result in results:
        verdicts = result.statements | result.further_statements
        for one in result.strengths:
            text = texts[one.recommendation]
            open_ = {name for name in text.statements if verdicts[name].verdict in OPEN}
            unknown = {
                name for name in text.statements if verdicts[name].verdict == "find_out" and name in TABLE_IDS
            }
            kept = {name for name in text.statements if verdicts[name].verdict == "keep"}
            table = {name for name in text.statements if name in TABLE_IDS}
            rests = not table or bool(table & set(one.statements))
            whole = not open_ and not unknown and rests and kept == set(one.statements)
            parts = {knowledge.advice.by_id[name].protect for name in one.statements}
            assert whole or {part for part in parts if part in one.text}, one
            assert one.title in words_for(text) or not whole, one


def test_what_partners_do_comes_first_and_troubles_that_are_not_there_come_last(results, knowledge):
    order = ("direct", "given", "absence")
    for result in results:
        kinds = [
            min(order.index(knowledge.advice.by_id[name].strength) for name in one.statements)
            for one in result.strengths
        ]
        assert kinds == sorted(kinds)


def test_a_part_is_praised_in_its_own_words(assess, knowledge):
    result = assess(capacity="yes", outside_funding="not_needed", effort_accepted="no")
    found = of(result, "capacity")
    assert found.statements == ("P3",)
    assert found.title == knowledge.advice.by_id["P3"].kept
    assert found.text == knowledge.advice.by_id["P3"].protect


def test_the_whole_is_praised_in_the_words_of_the_recommendation(assess, knowledge):
    result = assess(capacity="yes", outside_funding="not_needed", effort_accepted="yes")
    text = next(one for one in knowledge.advice.recommendations if one.id == "capacity")
    found = of(result, "capacity")
    assert (found.title, found.text) == (text.keep.title, text.keep.text)
    assert found.statements == ("P1", "P3")


def test_unknown_parts_are_no_strength(assess):
    assert of(assess(leaders_empathy="usually"), "leader-behaviour") is None
    assert of(assess(capacity="yes"), "capacity") is None


def test_a_strength_shows_the_answers_and_the_sources_of_what_is_kept(assess, knowledge):
    found = of(assess(accountability_clear="yes", disagreements_anticipated="yes"), "accountability")
    assert found.facts == {"disagreements_anticipated": "yes", "accountability_clear": "yes"}
    assert [reason.fact for reason in found.reasons] == list(found.facts)
    assert set(found.sources) == {ref for name in ("K1", "C2") for ref in knowledge.advice.by_id[name].source}


def test_with_nothing_known_nothing_is_praised(assess):
    assert assess().strengths == ()


def test_what_was_not_agreed_is_not_praised(assess):
    light = {"origin": "chosen", "ioc_type": "buddying", "partner_count": 2, "partner_size": "small"}
    assert assess(agreement="none", **light).statements["C1"].verdict == "keep"
    assert of(assess(agreement="none", **light), "formality") is None
    praised = of(assess(agreement="non_binding", **light), "formality")
    assert praised.title == "A light agreement fits the kind of collaboration you have"


def test_only_what_the_answers_show_is_praised(assess):
    assert of(assess(travel_time="30_to_60_min"), "distance") is None
    assert of(assess(travel_time="under_30_min", conflict="no"), "distance") is not None
    assert of(assess(form_reputation="no_view"), "public-reputation") is None
    assert of(assess(form_reputation="well_seen"), "public-reputation") is not None
    assert of(assess(conflict="some", conflict_causes=("cultures",)), "failed-task") is None
    for doubts, praised in (("no", True), ("being_worked_with", False)):
        found = assess(stage="established", senior_disbelievers=doubts)
        assert (of(found, "senior-disbelief") is not None) == praised
