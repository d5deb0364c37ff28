"""What the commands that explain have in common: the answers they read, and where they write."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advisor.cli.options import Command, with_outputs, with_packs, with_rules
from advisor.cli.outputs import Place, as_json, on_standard_output, planned
from advisor.cli.screen import WIDEST, is_terminal

if TYPE_CHECKING:
    from advisor.model.base import Model
    from advisor.model.case import Case
    from advisor.report.explained.page import Page
    from advisor.service import Advisor

SUFFIXES = {".txt": "text", ".text": "text", ".json": "json", ".html": "html", ".htm": "html"}


def explaining(command: Command) -> Command:
    """Add the options that these commands share: ``outputs``, ``form``, ``rules`` and ``packs``."""
    return with_outputs(SUFFIXES)(with_rules(with_packs(command)))


def loaded(answers: Path, rules: Path | None, packs: tuple[str, ...]) -> "tuple[Advisor, Case]":
    """Return the advisor and the case of an answers file, warnings on the file said on standard error."""
    from advisor.service import Advisor

    advisor = Advisor.load(rules, packs)
    case = advisor.read_case(answers)
    for warning in case.warnings:
        click.echo(warning, err=True)
    return advisor, case


def places_for(outputs: tuple[str, ...], form: str | None, *inputs: Path) -> list[Place]:
    """Return each place to write to with its format; raises CommandError where they do not fit."""
    return planned(outputs, form, SUFFIXES, inputs)


def put(found: "Model", page: "Callable[[], Page]", places: list[Place]) -> None:
    """Write an explanation to each place, and say what was written.

    Args:
        found: The explanation as data.
        page: Makes its page; left uncalled where only data is wanted.
        places: Where to write, and in which format.
    """
    for place in places:
        place.write(_rendered(found, page, place))
        if not place.is_standard_output:
            click.echo(f"Wrote {place.name}", err=on_standard_output(places))


def _rendered(found: "Model", page: "Callable[[], Page]", place: Place) -> bytes:
    if place.form == "json":
        return as_json(found.model_dump(mode="json", by_alias=True)).encode()
    from advisor.report.explained.rendering import page_html, page_text

    if place.form == "html":
        return page_html(page()).encode()
    to_screen = place.is_standard_output and is_terminal(sys.stdout)
    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if to_screen else 80
    return page_text(page(), width).encode()
