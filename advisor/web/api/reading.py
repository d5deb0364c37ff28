"""Reads the answers that calls send, by the rules of answers files."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from advisor.content.answers_file import SavedAnswers
from advisor.model.condition import Value
from advisor.web.collaborations.answers_files import read_upload


def read(name: str, answers: Mapping[str, Any]) -> SavedAnswers:
    """Return what was sent as an answers file; raises InputRefused with every problem in it."""
    written = {fact: "unknown" if value is None else value for fact, value in answers.items()}
    content = json.dumps({"name": name, "answers": written}, ensure_ascii=False)
    return read_upload(SimpleUploadedFile("answers.json", content.encode("utf-8", "surrogatepass")))


def read_facts(answers: Mapping[str, Any]) -> dict[str, Value | None]:
    """Return answers by fact, none for “don’t know”; raises InputRefused with every problem in them."""
    case = read("answers", answers).case
    return {**case.answers, **dict.fromkeys(case.asked_unknown)}
