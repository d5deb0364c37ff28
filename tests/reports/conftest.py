"""Results to report on: the seven examples, and results that nobody would wish for."""

import pytest

from advisor.content.folders import content_folder
from advisor.model.case import Case
from advisor.report.view import present

EXAMPLES = sorted(path.stem for path in (content_folder("questionnaires") / "examples").glob("*.yaml"))

# Tags, a template, a quotation mark, a mark that reverses text, an emoji, and more than any line holds.
HOSTILE = (
    "<script>alert('x')</script> {{ 7 * 7 }} \" \N{RIGHT-TO-LEFT OVERRIDE}\N{PARTY POPPER}\x00 "
    + "Very long " * 30
)


@pytest.fixture(scope="session")
def results(advisor):
    folder = content_folder("questionnaires") / "examples"
    return {name: advisor.assess(advisor.read_case(folder / f"{name}.yaml")) for name in EXAMPLES}


@pytest.fixture(scope="session")
def empty_result(advisor):
    return advisor.assess(Case(name="Nothing known yet", answers={}))


@pytest.fixture(scope="session")
def hostile_result(advisor, results):
    """Return a rich result in which everything that people type is hostile."""
    result = results["required-system"]
    typed = {
        "name": HOSTILE,
        "organisation": HOSTILE,
        "respondent": HOSTILE,
        "date": HOSTILE,
        "story": HOSTILE * 9,
    }
    return result.model_copy(update={"case": result.case.model_copy(update={**typed, "notes": (HOSTILE,)})})


@pytest.fixture(scope="session")
def all_results(results, empty_result, hostile_result):
    return {**results, "empty": empty_result, "hostile": hostile_result}


@pytest.fixture(params=[*EXAMPLES, "empty", "hostile"])
def result(request, all_results):
    return all_results[request.param]


@pytest.fixture
def view(result, knowledge):
    return present(result, knowledge)
