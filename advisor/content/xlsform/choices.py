"""Reads the sheet “choices” of an edited form: labels of answers in other languages."""

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.content.answer_values import short
from advisor.content.questionnaire_files import ENGLISH
from advisor.content.tables.table import Table, unfit
from advisor.content.xlsform.headings import Columns, Complain, has_columns, meant, name_others
from advisor.content.xlsform.layout import Option

LISTS = ("list_name", "name")


@dataclass(frozen=True)
class Labels:
    """Reads the labels of one sheet.

    Attributes:
        table: The sheet.
        columns: Its columns.
        complain: Called with each problem.
        leave: Called with each change that is not taken over.
    """

    table: Table
    columns: Columns
    complain: Complain
    leave: Complain

    def read(self, options: Iterable[Option]) -> dict[str, dict[str, dict[str, str]]]:
        """Return labels in other languages, by fact, value and language."""
        texts: dict[str, dict[str, dict[str, str]]] = {}
        if not has_columns(self.table, self.columns, LISTS, self.complain):
            return texts
        wanted = {(one.fact, one.value): one for one in options}
        found: dict[tuple[str, str], int] = {}
        for number in range(2, len(self.table.rows) + 1):
            if self.table.is_blank(number):
                continue
            fact, value = (self.table.text(number, self.columns.plain[name], self.complain) for name in LISTS)
            fault = _fault(fact, value, wanted)
            if fault:
                self.complain(self.table.problem(number, self.columns.plain[fault[0]], fault[1]))
            elif (fact, value) in found:
                text = f"{fact} has {value} in row {found[fact, value]} already – delete one of the two rows"
                self.complain(self.table.problem(number, self.columns.plain["name"], text))
            else:
                found[fact, value] = number
                labels = self.labels(number, wanted[fact, value])
                if labels:
                    texts.setdefault(fact, {})[value] = labels
        for fact, value in wanted:
            if (fact, value) not in found:
                text = f"the answer {value} of {fact} is missing – rules rely on it – put its row back"
                self.complain(self.table.problem(0, 0, text))
        name_others(self.table, self.columns, self.leave)
        return texts

    def labels(self, number: int, option: Option) -> dict[str, str]:
        """Return the labels of one answer in other languages."""
        labels: dict[str, str] = {}
        for (heading, code), at in self.columns.texts.items():
            text = self.table.text(number, at, self.complain)
            fault = unfit(text)
            if fault:
                self.complain(self.table.problem(number, at, fault))
            elif code == ENGLISH and heading == "label" and text != option.label.strip():
                what = f"“{short(option.label)}” was kept – change English labels in rules/vocabulary.yaml"
                self.leave(self.table.problem(number, at, what))
            elif code != ENGLISH and heading == "label" and text:
                labels[code] = text
        return labels


def _fault(fact: str, value: str, wanted: dict[tuple[str, str], Option]) -> tuple[str, str] | None:
    facts = {fact for fact, _ in wanted}
    if fact not in facts:
        hint = meant(fact, facts, "delete the row")
        return "list_name", f"“{short(fact)}” is no list of this questionnaire – {hint}"
    values = [value for one, value in wanted if one == fact]
    if value not in values:
        hint = meant(value, values, f"allowed: {', '.join(values)}")
        return "name", f"“{short(value)}” is no answer of {fact} – no rule would know it – {hint}"
    return None
