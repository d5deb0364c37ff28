"""The checks behind ``advisor doctor``: what the product needs, and what mends it where it is missing.

Each check stands alone, so that all are run even where the first fails.
"""

import importlib
import importlib.metadata
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import AdvisorError, LibraryMissing
from advisor.model.case import Case
from advisor.report.libraries import REMEDY

PACKAGES = (
    "experta",
    "pydantic",
    "jinja2",
    "weasyprint",
    "PyYAML",
    "click",
    "rich",
    "fontpkg-inter",
    "platformdirs",
)
REINSTALL = "install the product again: “make ready” in its folder, or “pip install .”"
LIBRARY_MISSING = 4
FAULT_OF_OURS = 1


@dataclass(frozen=True)
class Finding:
    """What a check found.

    Attributes:
        name: What was checked.
        says: What was found.
        code: Exit code that it calls for; 0 where all is well.
        remedy: What mends it.
    """

    name: str
    says: str
    code: int = 0
    remedy: str = ""


class CheckError(Exception):
    """A check failed; the message says what was found."""

    def __init__(self, says: str, code: int, remedy: str) -> None:
        super().__init__(says)
        self.code = code
        self.remedy = remedy


def findings() -> Iterator[Finding]:
    """Run every check, one after the other."""
    for name, check in CHECKS.items():
        try:
            yield Finding(name, check())
        except CheckError as unwell:
            yield Finding(name, str(unwell), unwell.code, unwell.remedy)
        except ImportError as error:
            yield Finding(name, f"a package is missing or broken: {error}", LIBRARY_MISSING, REINSTALL)
        except AdvisorError as error:
            first = str(error).splitlines()[0]
            yield Finding(
                name, first, FAULT_OF_OURS, f"{REINSTALL}; if you changed the rules, undo the change"
            )
        except Exception as error:  # noqa: BLE001 - a broken check must not hide the others
            says = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            yield Finding(name, says, FAULT_OF_OURS, f"a fault of ours; {REINSTALL}")


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _packages() -> str:
    missing = []
    for name in PACKAGES:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        raise CheckError(f"missing: {', '.join(missing)}", LIBRARY_MISSING, REINSTALL)
    return f"all {len(PACKAGES)} are there"


def _engine() -> str:
    importlib.import_module("advisor.engine.library")
    return f"experta {importlib.metadata.version('experta')} loads"


def _rules() -> str:
    from advisor.service import Advisor

    knowledge = Advisor.load().knowledge
    return (
        f"version {knowledge.date}, hash {knowledge.hash}: {len(knowledge.vocabulary.facts)} facts,"
        f" {len(knowledge.advice.statements)} statements, {len(knowledge.web.links)} links,"
        f" {len(knowledge.advice.recommendations)} recommendations"
    )


def _questionnaires() -> str:
    from advisor.service import Advisor

    found = Advisor.load().questionnaires
    return ", ".join(f"{each.questionnaire} {len(each.questions)} questions" for each in found.values())


def _templates() -> str:
    from advisor.service import Advisor

    advisor = Advisor.load()
    page = advisor.html(advisor.assess(_case()))
    return f"a page of {len(page.encode()) // 1024} kB was written"


def _typeface() -> str:
    from advisor.report.pdf import font_file

    path = font_file()
    if not path.is_file():
        raise CheckError("the typeface Inter is missing", LIBRARY_MISSING, REINSTALL)
    return f"Inter ({path.stat().st_size // 1024} kB)"


def _libraries() -> str:
    try:
        import contextlib
        import io

        # WeasyPrint explains itself at length; the remedy here is shorter.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            from advisor.report.pdf import render_pdf  # noqa: F401
            from advisor.service import Advisor

            started = time.monotonic()
            advisor = Advisor.load()
            pdf = advisor.pdf(advisor.assess(_case()))
    except (LibraryMissing, OSError) as error:
        raise CheckError(
            "Pango or HarfBuzz does not load; web page, JSON and text work", LIBRARY_MISSING, REMEDY
        ) from error
    return f"a PDF of {len(pdf) // 1024} kB was written in {time.monotonic() - started:.1f} s"


def _cache() -> str:
    from platformdirs import user_cache_path

    folder = user_cache_path()
    place = next((each for each in (folder, *folder.parents) if each.exists()), Path("/"))
    import os

    if not os.access(place, os.W_OK):
        return f"{folder} cannot be written; PDFs work but take longer"
    return str(folder)


def _case() -> Case:
    return Case(name="Check", answers={"stage": "planning", "origin": "chosen", "partner_count": 3})


CHECKS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "Packages": _packages,
    "Rule engine": _engine,
    "Rules": _rules,
    "Questionnaires": _questionnaires,
    "Report as web page": _templates,
    "Typeface": _typeface,
    "Report as PDF": _libraries,
    "Cache folder": _cache,
}
