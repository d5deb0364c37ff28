"""Joins the questions of packs to the full questionnaire, each part labelled with the pack it comes from."""

from collections.abc import Iterator, Mapping

from advisor.content.questionnaire_files import Fault, faults_of_questionnaire
from advisor.content.references import unknown_name
from advisor.content.yaml_reader import Document
from advisor.errors import ContentRefused
from advisor.model.knowledge import KnowledgeBase
from advisor.model.pack import Pack, PackQuestions
from advisor.model.questionnaire import Question, Questionnaire, Section

FROM = "From: {title}, beyond the two papers."
"""What stands beside everything that a pack brings."""


def with_packs(full: Questionnaire, knowledge: KnowledgeBase, files: Mapping[str, Document]) -> Questionnaire:
    """Return the full questionnaire with the questions of the packs in use.

    Args:
        full: The questionnaire of the core pack.
        knowledge: The knowledge base with its packs.
        files: The file of questions of each pack, by id, for messages.

    Raises:
        ContentRefused: A question of a pack is at fault.
    """
    joined = full
    problems = []
    for pack in knowledge.packs:
        if pack.questions is None:
            continue
        document = files[pack.head.id]
        found = list(_faults(pack, pack.questions, joined, knowledge))
        problems += [document.problem(path, text, code=code, rule=pack.head.id) for path, text, code in found]
        if not found:
            joined = _joined(joined, pack, pack.questions)
    if problems:
        raise ContentRefused(problems)
    return joined


def _faults(
    pack: Pack, asked: PackQuestions, joined: Questionnaire, knowledge: KnowledgeBase
) -> Iterator[Fault]:
    sections = [section.id for section in joined.sections]
    if asked.after not in sections:
        yield ("after",), unknown_name("section", asked.after, sections), "unknown-id"
    prefix, brought = pack.head.prefix, pack.brings.get("facts", ())
    ids = {
        "sections": [section.id for section in asked.sections],
        "questions": [question.id for question in asked.questions],
    }
    for kind, named in ids.items():
        for number, one in enumerate(named):
            if not one.startswith(prefix):
                text = f"{one} does not begin with the pack’s prefix; write for example {prefix}-{one}"
                yield (kind, number, "id"), text, "misnumbered-id"
    for number, question in enumerate(asked.questions):
        for fact in question.sets:
            if fact in knowledge.vocabulary.by_name and fact not in brought:
                text = f"{fact} is no fact of this pack; a pack asks for facts of its own alone"
                yield ("questions", number), text, "unknown-fact"
    alone = joined.model_copy(
        update={
            "sections": asked.sections,
            "questions": asked.questions,
            "options": None,
            "translations": None,
        }
    )
    yield from faults_of_questionnaire(alone, knowledge.vocabulary)


def _joined(full: Questionnaire, pack: Pack, asked: PackQuestions) -> Questionnaire:
    label = FROM.format(title=pack.head.title)
    own = [each.model_copy(update={"intro": f"{each.intro} {label}"}) for each in asked.sections]
    sections: list[Section] = []
    for section in full.sections:
        sections.append(section)
        sections += own if section.id == asked.after else []
    last = max((n for n, each in enumerate(full.questions) if each.section == asked.after), default=-1)
    questions: list[Question] = [*full.questions[: last + 1], *asked.questions, *full.questions[last + 1 :]]
    return full.model_copy(update={"sections": tuple(sections), "questions": tuple(questions)})
