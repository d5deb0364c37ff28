#!/usr/bin/env python3
"""Collects the texts of the web app for translators: messages.py [LANGUAGE].

Writes the template advisor/web/locale/django.pot, and brings each catalogue beside it up to date: new texts
come in without a translation, and those that are gone move to its end. LANGUAGE, such as cy, begins one.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "advisor" / "web" / "locale"
TEMPLATE = FOLDER / "django.pot"
CATALOGUE = "{}/LC_MESSAGES/django.po"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
ONE, ONE_OR_MANY = None, (1, 2)
KEYWORDS = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": ONE_OR_MANY,
    "ngettext_lazy": ONE_OR_MANY,
}
CHANGING = (b'"POT-Creation-Date:', b'"Generated-By:', b'"PO-Revision-Date: YEAR')
"""Lines of a header that differ from day to day and from machine to machine: nobody needs them."""


def template() -> Catalog:
    """Return all texts of the web app, each with the files that it stands in."""
    found = Catalog(
        project="collaboration-advisor", header_comment="# Texts of the web app. Made by `make messages`."
    )
    found.mime_headers = [("Report-Msgid-Bugs-To", "")]
    place = ROOT / "advisor" / "web"
    texts = extract_from_dir(
        place, METHODS, {"templates/**": {"silent": "false"}}, KEYWORDS, comment_tags=("Translators:",)
    )
    for file, _line, text, comments, context in sorted(texts, key=lambda each: each[0]):
        where = [(f"advisor/web/{Path(file).as_posix()}", 0)]
        found.add(text, locations=where, auto_comments=comments, context=context)
    return found


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as its file holds it: the same texts, the same bytes."""
    whole = BytesIO()
    write_po(whole, catalogue, width=100, sort_output=True, include_lineno=False)
    return b"".join(line for line in whole.getvalue().splitlines(True) if not line.startswith(CHANGING))


def begun(language: str, texts: Catalog) -> Catalog:
    """Return a catalogue in which nothing is translated yet, with the plural forms of its language."""
    made = Catalog(locale=language, project=texts.project, header_comment="# Made by `make messages`.")
    made.mime_headers = [("Plural-Forms", to_gettext(Locale.parse(language).plural_form))]
    made.fuzzy = False
    made.update(texts)
    return made


def brought_up_to_date(file: Path, texts: Catalog) -> Catalog:
    """Return a catalogue with the texts of today and the translations that it has."""
    with file.open("rb") as kept:
        found = read_po(kept)
    found.update(texts)
    return found


def main(languages: list[str]) -> None:
    """Write the template and the catalogues."""
    texts = template()
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(texts))
    for language in languages:
        file = FOLDER / CATALOGUE.format(language)
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(written(begun(language, texts)))
    for file in FOLDER.glob(CATALOGUE.format("*")):
        catalogue = brought_up_to_date(file, texts)
        file.write_bytes(written(catalogue))
        left = sum(1 for each in catalogue if each.id and not any(each.string or ()))
        told = f"{file.relative_to(ROOT)}: {left} of {len(catalogue)} texts have no translation yet"
        print(told)  # noqa: T201
    print(f"{TEMPLATE.relative_to(ROOT)}: {len(texts)} texts")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
