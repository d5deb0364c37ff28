"""What would follow if some answers were others, and why."""

from collections.abc import Mapping

from advisor.explanation.changes.body import Body
from advisor.explanation.changes.comparison import answers_changed, applied, compare
from advisor.model.case import Case
from advisor.model.condition import Value
from advisor.model.explanations.changes import AnswerChanged
from advisor.model.explanations.what_if import WhatIf


def what_if(case: Case, changes: Mapping[str, Value | None], body: Body) -> WhatIf:
    """Return what some other answers would make different.

    Args:
        case: The case as it is.
        changes: Facts with the values they would have; none: unknown.
        body: The rules.
    """
    other = case.model_copy(update={"answers": applied(case.answers, changes)})
    found = compare(case, other, body, body)
    before, after = body.assess(case).case.contradictions, body.assess(other)
    body.forget()
    return WhatIf(
        name=case.name,
        versions=after.versions,
        changes=found.answers,
        already=_already(case, changes, body),
        fixed=tuple(one.fact for one in found.answers if one.changeable == "no"),
        partly=tuple(one.fact for one in found.answers if one.changeable == "partly"),
        contradictions=tuple(one for one in after.case.contradictions if one not in before),
        differences=found.differences,
    )


def _already(case: Case, changes: Mapping[str, Value | None], body: Body) -> tuple[AnswerChanged, ...]:
    """Return what was asked for and is so already."""
    same = {fact: value for fact, value in changes.items() if case.answers.get(fact) == value}
    # Told as a change from nothing, so that it is worded as any other.
    told = answers_changed({}, {fact: one for fact, one in same.items() if one is not None}, body, body, ())
    unknown = answers_changed({fact: "" for fact, one in same.items() if one is None}, {}, body, body, ())
    return tuple(
        one.model_copy(update={"was": one.now, "was_label": one.now_label}) for one in (*told, *unknown)
    )
