"""Calls that nobody thought of, made up from the interface’s own description, are answered as it says."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from advisor.web.accounts.scope import Scope
from advisor.web.advice import advisor
from advisor.web.api import calls as api_calls
from advisor.web.api import guard
from advisor.web.api.models import Token
from advisor.web.collaborations.models import Assessment
from advisor.web.reports.asking import ask
from advisor.web.reports.models import Form
from advisor.web.wsgi import application

OPERATIONS = 13
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(autouse=True)
def _connected() -> Iterator[None]:
    """Keep requests from closing the connection in which the test runs, as Django’s test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def answers() -> st.SearchStrategy[dict[str, Any]]:
    """Draw answers that the model knows, so that calls get past what reads them."""
    facts = [one for one in advisor().knowledge.vocabulary.facts if one.values]
    return st.lists(st.sampled_from(facts), min_size=1, max_size=8, unique_by=lambda one: one.fact).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {one.fact: st.sampled_from([None, *(value.value for value in one.values)]) for one in chosen}
        )
    )


@pytest.mark.parametrize("many", [180, pytest.param(2_400, marks=pytest.mark.slow)])
def test_every_generated_call_is_answered_as_described(
    many: int, scope: Scope, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MOST_A_MINUTE", 10**9)
    monkeypatch.setattr(api_calls, "MOST_REPORTS_AN_HOUR", 10**9)
    _, secret = Token.made(scope.membership, "for tests")
    known = {"id": str(assessment.pk), "report": str(ask(scope, assessment, Form.JSON).pk)}
    headers = {"Authorization": f"Bearer {secret}"}
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [one.ok() for one in described.get_all_operations()]
    assert len(operations) == OPERATIONS
    told: Counter[int] = Counter()

    def try_out(operation: Any) -> None:
        @given(st.data())
        @settings(max_examples=math.ceil(many / OPERATIONS), suppress_health_check=list(HealthCheck))
        def call(data: st.DataObject) -> None:
            mode = data.draw(st.sampled_from(GenerationMode))
            case = data.draw(operation.as_strategy(generation_mode=mode))
            if data.draw(st.booleans()):
                case.path_parameters |= {name: known[name] for name in case.path_parameters if name in known}
            if isinstance(case.body, dict) and data.draw(st.booleans()):
                sets = {"answers", "changes"} & case.body.keys()
                case.body |= {name: data.draw(answers()) for name in sets}
            answer = case.call(headers=headers)
            told[answer.status_code] += 1
            assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"
            case.validate_response(answer, checks=CHECKS)

        call()

    for operation in operations:
        try_out(operation)
    print(f"\n{sum(told.values())} calls, by what was answered: {dict(sorted(told.items()))}")
    assert sum(told.values()) >= many * 0.9
    assert told[200] > sum(told.values()) / 10, "hardly a call got through to what it asks for"
