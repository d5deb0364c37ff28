"""The base of every model: frozen, and closed to unknown keys."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen record that refuses keys it does not know; what it refuses never reaches a log."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, hide_input_in_errors=True)
