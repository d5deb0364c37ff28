"""Every schema that is published: its name, and what it is written from."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

Schema = dict[str, Any]


def _answers() -> Schema:
    from advisor.model.schemas import answers_schema
    from advisor.service import Advisor

    return answers_schema(Advisor.load().knowledge.vocabulary)


def _result() -> Schema:
    from advisor.model.schemas import result_schema

    return result_schema()


def _portfolio() -> Schema:
    from advisor.model.schemas import written_schema
    from advisor.portfolio.model import Portfolio

    return written_schema(Portfolio)


def _rules() -> Schema:
    from advisor.content.knowledge_files import LISTS
    from advisor.model.file_schemas import lists_schema

    return lists_schema("Rules", "Rules and what they speak of. A file may hold any of these lists.", LISTS)


def _knowledge_base() -> Schema:
    from advisor.model.file_schemas import file_schema
    from advisor.model.knowledge import Settings

    return file_schema("Head of the knowledge base", Settings)


def _examples() -> Schema:
    from advisor.model.file_schemas import lists_schema
    from advisor.proof.examples.example import WrittenExample

    return lists_schema("Examples", "Examples beside the rules.", {"examples": WrittenExample})


def _questionnaire() -> Schema:
    from advisor.content.questionnaire_files import Choice
    from advisor.model.file_schemas import either_schema
    from advisor.model.questionnaire import Questionnaire

    return either_schema("Questionnaire", "from", Choice, Questionnaire)


def _pack() -> Schema:
    from advisor.model.file_schemas import file_schema
    from advisor.model.pack import PackHead

    return file_schema("Head of a pack", PackHead)


def _pack_questions() -> Schema:
    from advisor.model.file_schemas import file_schema
    from advisor.model.pack import PackQuestions

    return file_schema("Questions of a pack", PackQuestions)


def _style() -> Schema:
    from advisor.model.file_schemas import file_schema
    from advisor.proof.problems.style import Style

    return file_schema("Style of texts", Style)


def _opposites() -> Schema:
    from advisor.model.file_schemas import lists_schema
    from advisor.proof.search.opposites import Opposite

    return lists_schema("Opposites", "Wordings that contradict one another.", {"opposites": Opposite})


def _exceptions() -> Schema:
    from advisor.model.file_schemas import lists_schema
    from advisor.proof.problems.away import Away

    return lists_schema("Exceptions", "Where “act” may rest on an answer that is away.", {"exceptions": Away})


def _wordings() -> Schema:
    from advisor.model.file_schemas import lists_schema
    from advisor.proof.mutants.wordings import Wording

    return lists_schema("Wordings", "Cases, and the wording that stands in each.", {"wordings": Wording})


def _web_layout() -> Schema:
    from advisor.model.file_schemas import file_schema
    from advisor.report.pictures.web_layout import WebLayout

    return file_schema("Layout of the web", WebLayout)


def _explanation(module: str, model: str) -> Callable[[], Schema]:
    """Return what writes the schema of an explanation, its model imported only then."""

    def written() -> Schema:
        from advisor.model.schemas import written_schema

        return written_schema(getattr(import_module(f"advisor.model.explanations.{module}"), model))

    return written


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "answers": _answers,
    "result": _result,
    "explain": _explanation("why", "Explanation"),
    "explainables": _explanation("why", "Explainables"),
    "whatif": _explanation("what_if", "WhatIf"),
    "levers": _explanation("levers", "Levers"),
    "sensitivity": _explanation("sensitivity", "Sensitivity"),
    "next": _explanation("next", "WhatNext"),
    "compare": _explanation("changes", "Comparison"),
    "portfolio": _portfolio,
    "rules": _rules,
    "examples": _examples,
    "questionnaire": _questionnaire,
    "knowledge-base": _knowledge_base,
    "pack": _pack,
    "pack-questions": _pack_questions,
    "style": _style,
    "opposites": _opposites,
    "exceptions": _exceptions,
    "wordings": _wordings,
    "web-layout": _web_layout,
}
