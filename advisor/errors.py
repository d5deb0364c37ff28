"""One tree of errors. Each says place, what, why and what to do, and carries its exit code.

Exit codes: 0 done, 1 a fault of ours, 2 wrong command line, 3 input refused, 4 a system library is
missing, 5 output cannot be written, 6 a batch ended with some rows refused, 130 interrupted.
"""

from dataclasses import dataclass


class AdvisorError(Exception):
    """An error meant for the reader; shown without a traceback."""

    exit_code = 1


class CommandError(AdvisorError):
    """The command line asks for something that does not exist or does not go together."""

    exit_code = 2


class LibraryMissing(AdvisorError):
    """A system library that the PDF needs is not there."""

    exit_code = 4


class OutputError(AdvisorError):
    """An output file cannot be written; what was there before is untouched."""

    exit_code = 5


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file.

    Attributes:
        file: Name of the file as the reader gave it.
        line: Line, from 1; 0 where the whole file is meant.
        column: Column, from 1; 0 where the whole line is meant.
        text: What is wrong, why it matters and what to do instead.
        code: Kind of problem, such as ``unknown-value``; empty where nobody asks for it.
        rule: Id of the rule, fact or question that is at fault; empty where there is none.
    """

    file: str
    line: int
    column: int
    text: str
    code: str = ""
    rule: str = ""

    def __str__(self) -> str:
        """Return ``file:line:column: text``, leaving out what is not known."""
        place = [self.file, *(str(number) for number in (self.line, self.column) if number)]
        return f"{':'.join(place)}: {self.text}"


class InputRefused(AdvisorError):
    """A file that was given cannot be used. Holds all its problems, in the order of the file."""

    exit_code = 3

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems, sorted by place."""
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ContentRefused(InputRefused):
    """The knowledge base or a questionnaire is at fault."""
