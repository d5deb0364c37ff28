"""What all tests share: the product as it comes, loaded once."""

from functools import lru_cache

import pytest
from hypothesis import settings

from advisor.content import yaml_reader
from advisor.service import Advisor

# The same examples at every run, and no limit on the time of one: a test fails on what it tests alone.
settings.register_profile("steady", deadline=None, derandomize=True, database=None)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def reading_once():
    """Parse each file once in all tests, by its name and text: most of the content stays as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "read_yaml_text", lru_cache(1_000)(yaml_reader.read_yaml_text))
        yield


@pytest.fixture(scope="session")
def advisor():
    return Advisor.load()


@pytest.fixture
def loaded_once(monkeypatch, advisor):
    """Let commands use the rules of the product as they are loaded already; other rules they load as ever."""
    load = Advisor.load

    def again(rules=None, packs=(), questionnaires=None):
        return load(rules, packs, questionnaires) if rules or packs or questionnaires else advisor

    monkeypatch.setattr(Advisor, "load", again)


@pytest.fixture(scope="session")
def knowledge(advisor):
    return advisor.knowledge


@pytest.fixture(scope="session")
def inferrer(advisor):
    return advisor._inferrer


@pytest.fixture(scope="session")
def program(inferrer):
    return inferrer.program
