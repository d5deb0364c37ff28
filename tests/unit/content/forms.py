"""The questionnaires that come with the product, written as forms, for tests to change."""

import pytest

from advisor.content.xlsform.reading import read_xlsform
from advisor.content.xlsform.writing import xlsform
from advisor.errors import ContentRefused
from advisor.service import Advisor

ADVISOR = Advisor.load()
VOCABULARY = ADVISOR.knowledge.vocabulary
BASES = ADVISOR.questionnaires
WRITTEN = {name: xlsform(BASES[name], VOCABULARY) for name in BASES}


def refused(path, bases=BASES):
    """Return why a form is refused, a line for each problem."""
    with pytest.raises(ContentRefused) as caught:
        read_xlsform(path, bases, VOCABULARY)
    return [str(problem).replace(str(path), path.name) for problem in caught.value.problems]
