"""What a form shows is what the interview would ask: XPath beside the three-valued conditions."""

import math
import random
import re
from itertools import product

import pytest

from advisor.content.xlsform import expressions
from advisor.content.xlsform.expressions import Expressions, NotExpressible
from advisor.content.xlsform.layout import lines
from advisor.model.condition import NOT_APPLICABLE, UNKNOWN, Truth, truth
from advisor.model.derive import derive
from advisor.model.grammar import parse_condition
from advisor.service import Advisor

ADVISOR = Advisor.load()
VOCABULARY = ADVISOR.knowledge.vocabulary
TOKEN = re.compile(
    r"\s*(\$\{\w+\}|'[^']*'|\d+|>=|<=|!=|[=<>+(),]|[a-z][a-z-]*|\.)",
)


class XPath:
    """The part of XPath 1.0 that forms use, with its own rules on types."""

    def __init__(self, written):
        self.words = TOKEN.findall(written)
        assert "".join(self.words) == re.sub(r"\s(?=(?:[^']*'[^']*')*[^']*$)", "", written)
        self.run = self.either()
        assert not self.words

    def next(self, *wanted):
        return self.words.pop(0) if self.words and self.words[0] in wanted else None

    def either(self):
        parts = [self.both()]
        while self.next("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda of: any(truthy(part(of)) for part in parts)

    def both(self):
        parts = [self.compared()]
        while self.next("and"):
            parts.append(self.compared())
        return parts[0] if len(parts) == 1 else lambda of: all(truthy(part(of)) for part in parts)

    def compared(self):
        left = self.sum()
        sign = self.next("=", "!=", "<", "<=", ">", ">=")
        if sign is None:
            return left
        right = self.sum()
        return lambda of: compare(sign, left(of), right(of))

    def sum(self):
        parts = [self.single()]
        while self.next("+"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else lambda of: sum(number(part(of)) for part in parts)

    def single(self):
        word = self.words.pop(0)
        if word == "(":
            inner = self.either()
            assert self.next(")")
            return inner
        if word.startswith("${"):
            return lambda of: of.get(word[2:-1], "")
        if word.startswith("'") or word.isdigit():
            value = word[1:-1] if word.startswith("'") else float(word)
            return lambda of: value
        assert self.next("(")
        given = []
        while not self.next(")"):
            given.append(self.either())
            self.next(",")
        return lambda of: FUNCTIONS[word](*(each(of) for each in given))


FUNCTIONS = {
    "not": lambda value: not truthy(value),
    "true": lambda: True,
    "false": lambda: False,
    "number": lambda value: number(value),  # noqa: PLW0108 - defined below
    "selected": lambda ticks, value: value in ticks.split(),
    "count-selected": lambda ticks: float(len(ticks.split())),
}


def truthy(value):
    return bool(value)


def number(value):
    if isinstance(value, str):
        return float(value) if value.strip() else math.nan
    return float(value)


def compare(sign, left, right):
    if sign in ("=", "!="):
        if bool in (type(left), type(right)):
            left, right = truthy(left), truthy(right)
        elif float in (type(left), type(right)):
            left, right = number(left), number(right)
        return (left == right) is (sign == "=")
    left, right = number(left), number(right)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def as_form(written):
    """Return answers as a form holds them: text, ticks parted by spaces."""
    return {
        fact: " ".join(value) if isinstance(value, tuple) else str(value) for fact, value in written.items()
    }


def as_answers(written):
    return {fact: value for fact, value in written.items() if value != UNKNOWN}


def possible(fact):
    """Return every kind of thing a form may hold for a fact; none where it is empty."""
    definition = VOCABULARY.by_name[fact]
    if definition.kind == "whole number":
        return [None, *range(2, 9)]
    values = list(definition.by_value)
    if definition.kind == "one of":
        return [None, UNKNOWN, NOT_APPLICABLE, *values]
    return [None, UNKNOWN, NOT_APPLICABLE, *((one,) for one in values), tuple(values[:2]), tuple(values[1:4])]


def drawn(chance, facts):
    written = {fact: chance.choice(possible(fact)) for fact in facts}
    return {fact: value for fact, value in written.items() if value is not None}


def known(condition, answers):
    return truth(condition, derive(VOCABULARY, answers))


@pytest.mark.parametrize("name", ["full", "rapid"])
def test_a_form_shows_what_the_interview_would_ask(name):
    questionnaire = ADVISOR.questionnaires[name]
    facts = list(questionnaire.question_of())
    conditions = {
        (question.id if question.rows else question.facts[0]): question.show_if
        for question in questionnaire.questions
    } | {row.fact: row.show_if for question in questionnaire.questions for row in question.rows}
    shown = {
        line.name: XPath(line.fixed["relevant"])
        for line in lines(questionnaire, VOCABULARY)
        if line.fixed.get("relevant")
    }
    chance = random.Random(3)  # noqa: S311 - draws answers, keeps no secret
    seen = set()
    for _ in range(1_500):
        written = drawn(chance, facts)
        form, value_of = as_form(written), derive(VOCABULARY, as_answers(written))
        for fact, condition in conditions.items():
            asked = condition is None or truth(condition, value_of) is not Truth.FALSE
            says = truthy(shown[fact].run(form)) if fact in shown else True
            assert says is asked, (fact, str(condition), written)
            seen.add((fact, says))
    # Both sides of every expression were met.
    assert {(fact, says) for fact in shown for says in (True, False)} <= seen


SENTENCES = [
    "stage is planning",
    "stage is one of planning, not_applicable",
    "stage is not_applicable",
    "stage is known",
    "stage is unknown",
    "stage at least 3",
    "stage includes planning",
    "sectors includes acute",
    "sectors includes one of acute, not_applicable",
    "sectors is acute",
    "sectors is known",
    "sectors is unknown",
    "partner_count at least 6",
    "partner_count at most 5",
    "partner_count is 3",
    "partner_count is one of 3, not_applicable",
    "partner_count includes 3",
    "partner_count is known",
    "partner_count is unknown",
    "sector_count at least 2",
    "sector_count at most 1",
    "sector_count is known",
    "sector_count is unknown",
    "sector_count is 2",
    "leaders_usually at least 1",
    "leaders_usually at most 0",
    "leaders_usually is unknown",
    "mandated is yes",
    "mandated is one of yes, no",
    "mandated is known",
    "mandated is unknown",
    "mandated at least 2",
    "cross_sector is yes",
    "integration_in_effect is learning",
    "integration_in_effect is one of learning, coordinated",
    "small is no",
    "driver is trust",
    "driver is both",
    "phase is unknown",
    "formality_fit is right",
    "formality_fit is known",
    "formality_fit is unknown",
    "level of trust is low",
]


@pytest.mark.parametrize("some", [False, True], ids=["all asked", "some asked"])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_and_its_negation(sentence, some):
    condition = parse_condition(sentence, VOCABULARY.derived_by_name)
    facts = ["stage", "ioc_type", "origin", "partner_count", "partner_size", "sectors", "integration"]
    facts += ["leaders_empathy", "leaders_visible"]
    asked = facts[::2] if some else facts
    made = Expressions(VOCABULARY, asked)
    true, false = XPath(made.true(condition)), XPath(made.false(condition))
    negated = parse_condition({"not": sentence}, VOCABULARY.derived_by_name)
    assert (made.true(negated), made.false(negated)) == (made.false(condition), made.true(condition))
    chance = random.Random(5)  # noqa: S311 - draws answers, keeps no secret
    for _ in range(400):
        written = drawn(chance, asked)
        form, expected = as_form(written), known(condition, as_answers(written))
        said = (truthy(true.run(form)), truthy(false.run(form)))
        assert said == (expected is Truth.TRUE, expected is Truth.FALSE), written


@pytest.mark.parametrize("word", ["all", "any"])
def test_conditions_over_conditions(word):
    parts = ["stage is planning", "sectors includes acute", {"not": "partner_count at least 6"}]
    condition = parse_condition({word: parts})
    made = Expressions(VOCABULARY, ["stage", "sectors", "partner_count"])
    shown = XPath(made.relevant(condition))
    choices = [possible(fact) for fact in ("stage", "sectors", "partner_count")]
    for values in product(*choices):
        pairs = zip(("stage", "sectors", "partner_count"), values, strict=True)
        written = {fact: value for fact, value in pairs if value is not None}
        asked = known(condition, as_answers(written)) is not Truth.FALSE
        assert truthy(shown.run(as_form(written))) is asked


def test_what_is_always_asked_has_no_expression():
    made = Expressions(VOCABULARY, ["stage"])
    assert made.relevant(parse_condition("power is balanced")) == ""
    assert made.relevant(parse_condition("power is known")) == "false()"
    assert made.relevant(parse_condition({"any": ["power is unknown", "stage is reset"]})) == ""


def test_an_expression_too_long_for_a_cell_is_not_made(monkeypatch):
    monkeypatch.setattr(expressions, "LONGEST", 40)
    with pytest.raises(NotExpressible, match="characters"):
        Expressions(VOCABULARY, ["stage"]).relevant(parse_condition("stage is reset"))
    found = [line for line in lines(ADVISOR.questionnaires["full"], VOCABULARY) if "_condition" in line.name]
    assert found[0].type == "note"
    assert "Answer the next question only if: " in found[0].fixed["label"]
    assert all(
        len(line.fixed.get("relevant", "")) <= 40
        for line in lines(ADVISOR.questionnaires["full"], VOCABULARY)
    )


@pytest.mark.parametrize("name", ["full", "rapid"])
def test_nothing_hangs_on_itself(name):
    """ODK refuses a form whose relevance runs in a circle."""
    hangs = {}
    inherited = [set()]
    for line in lines(ADVISOR.questionnaires[name], VOCABULARY):
        on = set(re.findall(r"\$\{(\w+)\}", line.fixed.get("relevant", "")))
        if line.type == "begin_group":
            inherited.append(inherited[-1] | on)
        elif line.type == "end_group":
            inherited.pop()
        else:
            hangs[line.name] = inherited[-1] | on
    settled = set()
    while True:
        ready = {name for name, on in hangs.items() if on <= settled} - settled
        if not ready:
            break
        settled |= ready
    assert settled == set(hangs)
