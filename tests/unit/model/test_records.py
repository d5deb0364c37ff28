"""Records that the rest of the product looks things up in."""

import pytest
from pydantic import BaseModel, ValidationError

import advisor.model.advice
import advisor.model.evidence
import advisor.model.knowledge
import advisor.model.questionnaire
import advisor.model.result
import advisor.model.vocabulary
from advisor.model.advice import ORDERED_VERDICTS, VerdictLines
from advisor.model.base import Model
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE

MODULES = [
    getattr(advisor.model, name)
    for name in ("advice", "case", "evidence", "knowledge", "questionnaire", "result", "vocabulary")
]
RECORDS = sorted(
    {
        each
        for module in MODULES
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, BaseModel) and each is not Model
    },
    key=lambda each: each.__name__,
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.__name__)
def test_every_record_is_frozen_closed_and_described(record):
    assert record.model_config["frozen"]
    assert record.model_config["extra"] == "forbid"
    assert record.__doc__
    assert [name for name, info in record.model_fields.items() if not info.description] == []


def test_there_are_records_to_look_at():
    assert len(RECORDS) > 40


def test_a_case_cannot_be_changed_and_takes_no_strange_keys():
    case = Case(name="A", answers={})
    with pytest.raises(ValidationError, match="frozen"):
        case.name = "B"
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Case.model_validate({"name": "A", "answers": {}, "anwers": {}})


def test_what_does_not_apply_is_answered_and_not_known():
    case = Case(name="A", answers={"stage": "reset", "partner_count": 3, "autonomy": NOT_APPLICABLE})
    assert case.known() == {"stage": "reset", "partner_count": 3}


def test_verdict_lines_come_in_the_order_of_precedence():
    written = {"keep": "a is e", "act": "a is c", "compensate": "a is d", "balance": "a is b"}
    lines = VerdictLines.model_validate(written)
    assert [(verdict, str(line)) for verdict, line in lines.in_order()] == [
        ("balance", "a is b"),
        ("act", "a is c"),
        ("compensate", "a is d"),
        ("keep", "a is e"),
    ]
    assert ORDERED_VERDICTS[0] == "not_applicable"
    assert VerdictLines().in_order() == []
    assert set(ORDERED_VERDICTS) == set(VerdictLines.model_fields)


def test_everything_in_the_knowledge_base_is_found_by_its_id(knowledge):
    advice, web = knowledge.advice, knowledge.web
    for found, listed, key in (
        (knowledge.mechanism, knowledge.mechanisms, "id"),
        (knowledge.context, knowledge.contexts, "id"),
        (knowledge.source, knowledge.sources, "id"),
        (knowledge.type_named, knowledge.types, "type"),
        (web.by_id, web.links, "id"),
        (advice.by_id, advice.statements, "id"),
    ):
        assert found == {getattr(each, key): each for each in listed}
    for statement in advice.statements:
        assert statement.id in advice.recommendation_of[statement.id].statements


def test_a_link_between_mechanisms_is_named_by_its_ends(knowledge):
    for link in knowledge.web.mechanism_links:
        assert link.id == f"{link.from_}→{link.to}"


def test_phrases_are_filled_in(knowledge):
    assert knowledge.phrase("support", mechanism="Trust", support="limited").startswith("Trust: limited")
    with pytest.raises(KeyError):
        knowledge.phrase("no_such_phrase")
