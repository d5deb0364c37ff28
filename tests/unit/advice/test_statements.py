"""The verdict on each statement, with its reasons or with what would decide it."""

DECIDED = ("act", "balance", "compensate", "keep")


def test_a_decided_statement_has_reasons_and_needs_nothing(results):
    for result in results:
        for each in (result.statements | result.further_statements).values():
            if each.verdict in DECIDED:
                assert each.because
                assert each.needs == ()


def test_an_open_statement_needs_facts_and_has_no_reasons(results):
    for result in results:
        for each in (result.statements | result.further_statements).values():
            if each.verdict == "find_out":
                assert each.because == ()


def test_every_statement_names_the_recommendation_that_carries_it(results, knowledge):
    for name, each in (results[0].statements | results[0].further_statements).items():
        assert (
            name
            in next(
                one for one in knowledge.advice.recommendations if one.id == each.recommendation
            ).statements
        )


def test_where_the_papers_are_silent_a_note_says_so(assess, knowledge):
    found = assess(ambition="too_modest").statements["F3"]
    assert found.verdict == "find_out"
    assert found.needs == ()
    assert found.notes == (knowledge.advice.by_id["F3"].silent[0].says,)
    assert assess(ambition="realistic").statements["F3"].notes == ()


def test_on_a_merger_that_is_joined_loosely_the_papers_are_silent_and_the_answers_are_questioned(
    assess, knowledge
):
    loose = {
        "origin": "chosen",
        "ioc_type": "merger",
        "integration": "coordinated",
        "partner_count": 2,
        "partner_size": "small",
        "agreement": "statutory",
    }
    (*_, silence) = knowledge.advice.by_id["C1"].silent
    assert "Please check these answers." in silence.says
    for feel in ("about_right", "too_loose"):
        found = assess(**loose, paperwork_feel=feel).statements["C1"]
        assert (found.verdict, found.needs, found.notes) == ("find_out", (), (silence.says,))
    assert assess(**loose).statements["C1"].needs == ("paperwork_feel",)
    assert assess(**loose, paperwork_feel="gets_in_the_way").statements["C1"].notes == ()


def test_reasons_are_told_in_words(assess, knowledge):
    found = assess(history="bad_blood").statements["T1"].because
    assert [(one.fact, one.value) for one in found] == [
        ("history", "bad_blood"),
        ("history_addressed", "unknown"),
    ]
    history, addressed = (knowledge.vocabulary.by_name[one] for one in ("history", "history_addressed"))
    assert found[0].says == history.clause("bad_blood")
    assert found[1].says == knowledge.phrase("absence", name=addressed.name)


def test_an_answer_of_does_not_apply_is_told_as_such(assess, knowledge):
    found = assess(capacity="yes", outside_funding="not_applicable").statements["P3"]
    assert found.verdict == "keep"
    funding = knowledge.vocabulary.by_name["outside_funding"]
    assert found.because[1].says == knowledge.phrase("skipped", name=funding.name)
    assert found.because[1].value == "not_applicable"


def test_the_absence_of_a_conclusion_is_no_reason_to_tell(assess, knowledge):
    found = assess(origin="chosen", agreement="binding_contract").statements["C1"].because
    assert {one.fact for one in found} <= set(knowledge.vocabulary.by_name)
