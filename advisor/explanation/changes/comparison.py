"""Two assessments of a collaboration side by side: what differs, and which answers and rules make it so.

Where both changed, the way goes from old answers and old rules over new answers and old rules to new answers
and new rules: the first step is put down to answers, the second to rules.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from advisor.content.answers_file import UNNAMED
from advisor.content.rule_changes import Change
from advisor.content.rule_changes import differences as rule_differences
from advisor.content.rule_items import Key as RuleKey
from advisor.engine.inference import Inference
from advisor.explanation.changes.attribution import attributed_to_answers, changes_between
from advisor.explanation.changes.body import Body, fitting
from advisor.explanation.changes.differences import Key, differences, differing, told
from advisor.explanation.changes.grounds import DERIVED
from advisor.explanation.changes.mixed_rules import REST, changed_rules
from advisor.explanation.changes.rule_attribution import ToRules, attributed_to_rules
from advisor.model.case import Case
from advisor.model.condition import NOT_APPLICABLE, Value
from advisor.model.explanations.changes import (
    AnswerChanged,
    Assessed,
    Comparison,
    Difference,
    Note,
    RuleChanged,
)
from advisor.model.result import Result


def compare(old: Case, new: Case, then: Body, now: Body, notes: Iterable[Note] = ()) -> Comparison:
    """Return what differs between an earlier assessment and a later one, and why.

    Args:
        old: The earlier answers.
        new: The later answers.
        then: The rules that were used for the earlier ones.
        now: The rules that are used for the later ones.
        notes: What is to be said of the files or of the rules.
    """
    try:
        return _compared(old, new, then, now, notes)
    finally:
        then.forget()
        now.forget()


def _compared(old: Case, new: Case, then: Body, now: Body, notes: Iterable[Note]) -> Comparison:
    before, after = then.assess(old), now.assess(new)
    same_rules = then.version == now.version
    understood = new.answers if same_rules else fitting(new.answers, then.knowledge.vocabulary)
    halfway = new.model_copy(update={"answers": understood})
    keys = differing(told(before), told(after))
    answers = _to_answers(old, halfway, keys, then)
    rules: dict[Key, ToRules] = {}
    if not same_rules:
        middle, end = told(then.assess(halfway)), told(after)
        rules = attributed_to_rules(then, now, new, [one for one in keys if middle.get(one) != end.get(one)])

    def title(kind: str, name: str) -> str:
        return now.title(kind, name) or then.title(kind, name) or name or kind

    found = tuple(
        _explained(each, after, answers.get((each.kind, each.id), ()), rules.get((each.kind, each.id)))
        for each in differences(before, after, title)
    )
    return Comparison(
        software=after.versions.software,
        old=_assessed(old, then),
        new=_assessed(new, now),
        notes=(*notes, *_notes(old, new, understood)),
        answers=answers_changed(old.answers, new.answers, now, then, found),
        rules=() if same_rules else _rules_changed(then, now, found),
        differences=found,
    )


def _to_answers(old: Case, new: Case, keys: Sequence[Key], body: Body) -> dict[Key, tuple[str, ...]]:
    """Return the changed answers that each difference is put down to, the rules being the same."""
    was, now = told(body.assess(old)), told(body.assess(new))
    moved = [key for key in keys if was.get(key) != now.get(key)]
    if not moved:
        return {}
    changes = [(fact, new.answers.get(fact)) for fact in changes_between(old.answers, new.answers)]
    found = attributed_to_answers(old.answers, changes, moved, body)
    _confirm(found, old.answers, dict(changes), now, body.inferrer.infer)
    return found


def _confirm(
    found: Mapping[Key, tuple[str, ...]],
    old: Mapping[str, Value],
    changes: Mapping[str, Value | None],
    now: Mapping[Key, object],
    infer: Callable[[dict[str, Value]], Inference],
) -> None:
    """Let the rules fire on each set of answers that people will read; what they deny is a fault of ours."""
    for some in dict.fromkeys(found.values()):
        inference = infer(applied(old, {fact: changes[fact] for fact in some}))
        for (kind, name), few in found.items():
            if few != some:
                continue
            said = (
                inference.verdict(name)
                if kind == "verdict"
                else inference.level(name)
                if kind == "level"
                else inference.derived(DERIVED[kind])
                if kind in DERIVED
                else None
            )
            if said is not None and said != now[kind, name]:
                raise AssertionError(f"{', '.join(some)} make {kind} {name} {said}, not {now[kind, name]}")


def applied(old: Mapping[str, Value], changes: Mapping[str, Value | None]) -> dict[str, Value]:
    """Return answers with some of them changed; one that becomes unknown is left out."""
    return {fact: value for fact, value in {**old, **changes}.items() if value is not None}


def _explained(
    each: Difference, after: Result, answers: tuple[str, ...], rules: ToRules | None
) -> Difference:
    return each.model_copy(
        update={
            "answers": answers,
            "rules": tuple(map(_as_text, rules.rules)) if rules else (),
            "one_of_rules": rules is not None and rules.one_of,
            "reasons": _reasons(each, after),
        }
    )


def _reasons(each: Difference, after: Result) -> tuple[str, ...]:
    """Return the answers behind a new conclusion, in words."""
    if each.kind == "verdict":
        verdict = (after.statements | after.further_statements).get(each.id)
        return tuple(one.says for one in verdict.because) if verdict else ()
    if each.kind == "recommendation":
        reasons = next((one.reasons for one in after.recommendations if one.id == each.id), ())
        return tuple(one.says for one in reasons)
    if each.kind == "strength":
        reasons = next((one.reasons for one in after.strengths if one.recommendation == each.id), ())
        return tuple(one.says for one in reasons)
    return ()


def answers_changed(
    old: Mapping[str, Value],
    new: Mapping[str, Value],
    now: Body,
    then: Body,
    found: Iterable[Difference],
) -> tuple[AnswerChanged, ...]:
    """Return the answers that changed, in the order of the vocabulary, those of earlier rules alone last."""
    named = {fact for each in found for fact in each.answers}
    facts = now.knowledge.vocabulary.by_name
    known = then.knowledge.vocabulary.by_name | facts
    changed = set(changes_between(old, new))
    listed = [fact for fact in dict.fromkeys((*facts, *known)) if fact in changed]
    return tuple(
        AnswerChanged(
            fact=fact,
            name=known[fact].name,
            was=old.get(fact),
            now=new.get(fact),
            was_label=_label(fact, old.get(fact), then, now),
            now_label=_label(fact, new.get(fact), now, then),
            changeable=known[fact].changeable,
            feeds=fact in named,
        )
        for fact in listed
    )


def _label(fact: str, value: Value | None, *bodies: Body) -> str:
    """Return an answer as people read it; empty for unknown, and as it is written where it does not apply."""
    if value is None or value == NOT_APPLICABLE:
        return "" if value is None else NOT_APPLICABLE
    for body in bodies:
        definition = body.knowledge.vocabulary.by_name.get(fact)
        if definition is not None and fitting({fact: value}, body.knowledge.vocabulary):
            return definition.label(value)
    return str(value)


def _rules_changed(then: Body, now: Body, found: Iterable[Difference]) -> tuple[RuleChanged, ...]:
    """Return the rules that changed, as they are written where that is known."""
    named = {rule for each in found for rule in each.rules}
    keys = changed_rules(then.knowledge, now.knowledge)
    listed = [
        RuleChanged(
            what=one.what,
            list=one.key[0],
            id=one.key[1],
            title=one.title,
            parts=one.parts,
            details=one.details,
            feeds="/".join(one.key) in named,
        )
        for one in _written_changes(then, now)
    ]
    known = {(one.list, one.id) for one in listed}
    rest = [key for key in dict.fromkeys((*keys, REST)) if key not in known]
    listed += [
        RuleChanged(what="changed", list=kind, id=name, title="", feeds=_as_text((kind, name)) in named)
        for kind, name in rest
        if (kind, name) in keys or _as_text((kind, name)) in named
    ]
    return tuple(listed)


def _written_changes(then: Body, now: Body) -> tuple[Change, ...]:
    return rule_differences(dict(then.items), dict(now.items)) if then.items and now.items else ()


def _as_text(rule: RuleKey) -> str:
    """Return a rule as list/id; what is no rule of its own has no id."""
    return "/".join(rule).rstrip("/")


def _assessed(case: Case, body: Body) -> Assessed:
    return Assessed(
        name=case.name, date=case.date, rules_date=body.knowledge.date, rules_hash=body.knowledge.hash
    )


def _notes(old: Case, new: Case, understood: Mapping[str, Value]) -> Iterable[Note]:
    names = {one.name.strip().casefold() for one in (old, new) if one.name != UNNAMED}
    if len(names) > 1:
        yield "other_collaboration"
    if old.date and new.date and old.date > new.date:
        yield "older_second"
    if len(understood) < len(new.answers):
        yield "answers_left_out"
