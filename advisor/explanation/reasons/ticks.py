"""How far answers of ticks stand from one another."""

from advisor.model.condition import Value


def apart(value: Value, present: Value | None) -> int:
    """Return in how many ticks an answer differs from the present one; 0 for answers of other kinds."""
    if not isinstance(value, tuple):
        return 0
    return len(set(value) ^ set(present if isinstance(present, tuple) else ()))
