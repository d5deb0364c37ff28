"""What to start from: the template to fill in, and the book that explains the results."""

from functools import cache

from advisor.content.tables.codebook import HEADINGS, codebook_rows
from advisor.content.tables.results_layout import found_columns, which_columns, words
from advisor.content.tables.safe_cells import csv_field
from advisor.content.tables.template import template_xlsx
from advisor.content.tables.template_columns import template_columns
from advisor.content.tables.template_version import template_version
from advisor.interview.condition_words import ConditionWords
from advisor.web.advice import advisor, questionnaire
from advisor.web.reports.models import Form


@cache
def template() -> bytes:
    """Return the workbook to fill in, a row for each collaboration."""
    knowledge, full = advisor().knowledge, questionnaire("full")
    say = ConditionWords(full, knowledge.vocabulary).say
    return template_xlsx(template_columns(full, knowledge.vocabulary, say), template_version(knowledge, full))


@cache
def codebook() -> bytes:
    """Return what each column of the results means, as CSV that spreadsheet programs open rightly."""
    columns = (*which_columns(("ods_code", "region"), Form.values), *found_columns(advisor().knowledge))
    rows = (HEADINGS, *codebook_rows(columns, words()["kinds"]))
    return "".join(f"{','.join(map(csv_field, row))}\r\n" for row in rows).encode("utf-8-sig")
