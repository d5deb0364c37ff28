"""The verdict on each statement, with its reasons or with what would decide it."""

from typing import cast

from advisor.advice.wording import in_words, verdict_reasons
from advisor.engine.inference import Inference
from advisor.model.advice import Statement
from advisor.model.knowledge import TABLE_IDS, KnowledgeBase
from advisor.model.result import StatementVerdict, Verdict

FIND_OUT = "find_out"


def verdicts(
    inference: Inference, knowledge: KnowledgeBase
) -> tuple[dict[str, StatementVerdict], dict[str, StatementVerdict]]:
    """Return the verdicts on the 35 statements of the action table, and on the further ones."""
    every = {each.id: _verdict(each, inference, knowledge) for each in knowledge.advice.statements}
    table = {name: every[name] for name in TABLE_IDS}
    return table, {name: verdict for name, verdict in every.items() if name not in table}


def _verdict(statement: Statement, inference: Inference, knowledge: KnowledgeBase) -> StatementVerdict:
    verdict = inference.verdict(statement.id)
    found = verdict_reasons(inference, knowledge, statement.id)
    decided = verdict != FIND_OUT
    return StatementVerdict(
        verdict=cast("Verdict", verdict),
        because=in_words(found.answers, knowledge, found.absences) if decided else (),
        needs=() if decided else inference.needs(statement.id),
        recommendation=knowledge.advice.recommendation_of[statement.id].id,
        notes=tuple(each.says for each in statement.silent if inference.holds(each.when)),
        pack=knowledge.pack_of("statements", statement.id),
    )
