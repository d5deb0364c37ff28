"""A case: one collaboration's answers."""

from pydantic import Field

from advisor.model.base import Model
from advisor.model.condition import NOT_APPLICABLE, Value


class Case(Model):
    """One collaboration's answers. A fact that is not in ``answers`` is unknown: neither yes nor no."""

    name: str = Field(description="Name of the collaboration.")
    organisation: str | None = Field(default=None, description="Organisation it is assessed for.")
    respondent: str | None = Field(default=None, description="Who answered.")
    date: str | None = Field(default=None, description="Date of the answers.")
    notes: str | None = Field(default=None, description="Free text.")
    questionnaire: str | None = Field(default=None, description="Questionnaire used, with its version.")
    answers: dict[str, Value] = Field(
        description="Known answers; “not_applicable” where the question does not apply."
    )
    asked_unknown: tuple[str, ...] = Field(default=(), description="Facts answered with “don’t know”.")
    warnings: tuple[str, ...] = Field(default=(), description="What to tell the reader of the file itself.")

    def known(self) -> dict[str, Value]:
        """Return the answers that have a value."""
        return {fact: value for fact, value in self.answers.items() if value != NOT_APPLICABLE}
