"""An empty answers file, with every question and every value beside its fact."""

import textwrap
from collections.abc import Sequence

from advisor.interview.condition_words import ConditionWords
from advisor.model.questionnaire import Question, Questionnaire
from advisor.model.vocabulary import FactDefinition, Vocabulary

WIDTH = 100
HEAD = """\
# {title}, version {version}
# Write each answer after its colon. Leave a line empty, or write unknown, where you do not know.
# Write not_applicable where a question does not apply to you.
# Please enter no patient data and no names of staff.
# For the report: advisor assess THIS-FILE{options} -o report.pdf

name:
organisation:
respondent:
date:
notes:
questionnaire: {name} {version}
{packs}
answers:
"""


def answers_template(questionnaire: Questionnaire, vocabulary: Vocabulary, packs: Sequence[str] = ()) -> str:
    """Return an answers file without answers; it can be assessed as it is, with the packs that it names."""
    words = ConditionWords(questionnaire, vocabulary, as_typed=True)
    parts = [
        HEAD.format(
            title=questionnaire.title,
            version=questionnaire.version,
            name=questionnaire.questionnaire,
            options="".join(f" --pack {one}" for one in packs),
            packs=f"packs: [{', '.join(packs)}]\n" if packs else "",
        )
    ]
    for section in questionnaire.sections:
        parts.append(f"\n  # ── {section.id}. {section.title} ──\n")
        parts += [
            _question(question, words, vocabulary)
            for question in questionnaire.questions
            if question.section == section.id
        ]
    return "".join(parts)


def _question(question: Question, words: ConditionWords, vocabulary: Vocabulary) -> str:
    lines = ["", *_comment(f"{question.id}. {question.wording}")]
    if question.show_if is not None:
        lines += _comment(f"Answer if {words.say(question.show_if)}.")
    lines += _values(vocabulary.by_name[question.sets[0]])
    for fact in question.facts:
        lines.append(f"  {fact}:")
    for row in question.rows:
        lines.append(f"  {row.fact}:{' ' * max(1, 32 - len(row.fact))}# {row.label}")
    return "\n".join(lines) + "\n"


def _values(definition: FactDefinition) -> list[str]:
    if definition.kind == "whole number":
        return [f"  #   a whole number, {definition.minimum or 0} or more"]
    widest = max(len(each.value) for each in definition.values)
    lines = [f"  #   {each.value:<{widest}}  {each.label}" for each in definition.values]
    if definition.kind == "any of":
        sample = ", ".join(each.value for each in definition.values[:2])
        lines.insert(0, f"  # Several may be given: [{sample}]")
    return lines


def _comment(text: str) -> list[str]:
    return [f"  # {line}" for line in textwrap.wrap(text, WIDTH - 4)]
