"""Runs examples through experta and says of each failure what was expected, what came, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.engine.inference import Inference, Inferrer
from advisor.model.condition import Kind, Subject, Value
from advisor.proof.examples.example import Example, Expected


@dataclass(frozen=True)
class Ran:
    """An example with what followed from its answers."""

    example: Example
    inference: Inference

    def value_of(self, subject: Subject) -> Value | None:
        """Return the value of a fact or a conclusion; none where it is unknown."""
        return self.inference.values.get(subject)


@dataclass(frozen=True)
class Failure:
    """One expectation of an example that was not met.

    Attributes:
        example: The example.
        expected: What was expected, or was to be ruled out.
        ruled_out: Whether it was to be ruled out.
        got: What came instead.
        fired: Rules that decided it.
        answers: Answers that it rests on, each as “fact is value”.
        waits_for: Unknown facts that could still decide it.
    """

    example: Example
    expected: Expected
    ruled_out: bool
    got: str
    fired: tuple[str, ...]
    answers: tuple[str, ...]
    waits_for: tuple[str, ...]

    def as_data(self) -> dict[str, object]:
        """Return the failure as names and values, for programs."""
        return {
            "file": self.example.file,
            "line": self.example.line,
            "example": self.example.sentence,
            "subject": self.expected.written,
            "expected" if not self.ruled_out else "expected_not": self.expected.value,
            "got": self.got,
            "fired": list(self.fired),
            "because": list(self.answers),
            "waits_for": list(self.waits_for),
        }

    def __str__(self) -> str:
        """Return the failure as people read it, a few lines long."""
        wanted = f"{self.expected.written}: {self.expected.value}"
        lines = [
            f"{self.example.place}: {self.example.sentence}",
            f"    expected  {'anything but ' if self.ruled_out else ''}{wanted}",
            f"    got       {self.expected.written}: {self.got}",
            f"    fired     {'; '.join(self.fired) or 'no rule'}",
            f"    because   {'; '.join(self.answers) or 'no answer bears on it'}",
        ]
        if self.waits_for:
            lines.append(f"    waits for {', '.join(self.waits_for)}")
        return "\n".join(lines)


def run_examples(examples: Iterable[Example], inferrer: Inferrer) -> list[Ran]:
    """Return what follows for each example; those with the same answers share one run."""
    found: dict[frozenset[tuple[str, Value]], Inference] = {}
    ran = []
    for example in examples:
        answers = frozenset(example.given.items())
        if answers not in found:
            found[answers] = inferrer.infer(dict(example.given))
        ran.append(Ran(example, found[answers]))
    return ran


def failures(ran: Iterable[Ran]) -> list[Failure]:
    """Return every expectation that was not met, in the order of the files."""
    return [failure for one in ran for failure in _failures_of(one)]


def _failures_of(ran: Ran) -> list[Failure]:
    wrong = [(one, False) for one in ran.example.expect if not one.met(ran.value_of(one.subject))]
    wrong += [(one, True) for one in ran.example.expect_not if one.met(ran.value_of(one.subject))]
    return [_failure(ran, expected, ruled_out=ruled_out) for expected, ruled_out in wrong]


def _failure(ran: Ran, expected: Expected, *, ruled_out: bool) -> Failure:
    inference, subject = ran.inference, expected.subject
    reasons = inference.reasons(subject)
    undecided = subject.kind == Kind.VERDICT.value and not reasons.answers and not reasons.absences
    return Failure(
        example=ran.example,
        expected=expected,
        ruled_out=ruled_out,
        got=expected.shown(ran.value_of(subject)),
        fired=tuple(name for name, about, _ in inference.fired if about == subject),
        answers=(
            *(f"{fact} is {_words(value)}" for fact, value in reasons.answers.items()),
            *(f"{name} is {value}" for name, value in reasons.conclusions.items()),
            *(f"{name} is unknown" for name in reasons.absences),
        ),
        waits_for=inference.needs(subject.id) if undecided else (),
    )


def _words(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
