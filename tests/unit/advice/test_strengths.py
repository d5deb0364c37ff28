"""What is praised is known to be in place, and no more is praised than is known."""

from advisor.model.knowledge import TABLE_IDS

OPEN = ("act", "balance", "compensate")


def of(result, recommendation):
    return next((one for one in result.strengths if one.recommendation == recommendation), None)


def test_every_kept_statement_is_in_exactly_one_strength(results):
    for result in results:
        verdicts = result.statements | result.further_statements
        kept = [name for name, each in verdicts.items() if each.verdict == "keep"]
        praised = [name for one in result.strengths for name in one.statements]
        assert sorted(kept) == sorted(praised)


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
            table = {name for name in text.statements if name in TABLE_IDS}
            rests = not table or bool(table & set(one.statements))
            assert (one.title == text.keep.title) == (not open_ and not unknown and rests)


def test_a_part_is_praised_in_its_own_words(assess, knowledge):
    result = assess(capacity="yes", outside_funding="not_needed", effort_accepted="no")
    found = of(result, "capacity")
    assert found.statements == ("P3",)
    assert found.title == knowledge.advice.by_id["P3"].kept
    assert found.text == knowledge.phrase("partly_kept")


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
