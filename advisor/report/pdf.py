"""The report as PDF: the only module that knows WeasyPrint.

WeasyPrint needs system libraries. They are looked for when a PDF is wanted and not before, so that every
other form of the report works without them.
"""

import contextlib
import gc
import io
import logging
import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from advisor.errors import LibraryMissing
from advisor.model.knowledge import KnowledgeBase
from advisor.model.result import Result
from advisor.report.html import markup, style
from advisor.report.libraries import REMEDY
from advisor.report.view import present

FONT = "Inter[opsz,wght].ttf"
FONT_ADDRESS = "asset:inter"
REPLACEMENT = "□"
CLOCK = "SOURCE_DATE_EPOCH"
ASKS_VERSIONS = """
const char * pango_version_string (void);
const char * hb_version_string (void);
int FcGetVersion (void);
"""
# WeasyPrint 70 breaks after the first word where a text fits its line but for the space at its end.
# Where text goes on in another weight, the space is put at the start of what follows.
SPACE_BEFORE = re.compile(r'(?<=[^\s>])\s+(<span class="(?:key|by|quiet)">|<strong>)')


class PdfWarning(UserWarning):
    """Something that the typesetter complained of."""


class _Complaints(logging.Handler):
    """Collects what the typesetter logs as a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@dataclass(frozen=True)
class _Typesetter:
    """WeasyPrint with what is the same for every report: typeface and styles, read once."""

    weasyprint: ModuleType
    fonts: Any
    styles: Any
    fetcher: Any


def render_pdf(result: Result, knowledge: KnowledgeBase) -> bytes:
    """Return the report as a PDF (PDF/UA-1). The same result always gives the same bytes on one machine.

    Raises:
        LibraryMissing: A system library is not there; the message says how to get it.
    """
    _typesetter()
    view = present(result, knowledge)
    html = markup(view, "pdf")
    if missing := unprintable(html):
        html = replaced(markup(view, "pdf", unprintable=True), missing)
    return typeset(html)


def replaced(html: str, missing: frozenset[str]) -> str:
    """Return a page with a sign in place of characters that the typeface does not hold."""
    return html.translate(dict.fromkeys(map(ord, missing), REPLACEMENT))


def typeset(html: str, sheet: str = "") -> bytes:
    """Return a page as a PDF (PDF/UA-1), the same bytes for the same page on one machine.

    Args:
        html: The page, without styles.
        sheet: Name of a style sheet of its own, beside those that every report has.

    Raises:
        LibraryMissing: A system library is not there; the message says how to get it.
    """
    typesetter = _typesetter()
    sheets = [typesetter.styles, *([_sheet(sheet)] if sheet else [])]
    html = SPACE_BEFORE.sub(r"\1 ", html)
    with _complaints_told(), _collector_resting(), _clock_stopped():
        document = typesetter.weasyprint.HTML(string=html, url_fetcher=typesetter.fetcher)
        pdf: bytes = document.write_pdf(
            stylesheets=sheets, font_config=typesetter.fonts, pdf_variant="pdf/ua-1"
        )
    return pdf


@cache
def _sheet(name: str) -> Any:
    typesetter = _typesetter()
    return typesetter.weasyprint.CSS(
        string=style(name), font_config=typesetter.fonts, url_fetcher=typesetter.fetcher
    )


def unprintable(text: str) -> frozenset[str]:
    """Return the characters that the report’s typeface does not hold."""
    return frozenset(one for one in set(text) if ord(one) not in _characters() and one not in "\n\t\r")


@cache
def _characters() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # it comes with WeasyPrint

    with TTFont(font_file(), lazy=True) as font:
        return frozenset(font.getBestCmap())


def one_optical_size(path: Path) -> bytes:
    """Return a variable typeface held to one optical size.

    Otherwise every size of lettering becomes a font of its own in the PDF, at a tenth of a second each.
    """
    from fontTools.ttLib import TTFont

    held = io.BytesIO()
    with TTFont(path, lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        for axis in font["fvar"].axes:
            if axis.axisTag == "opsz":
                axis.minValue = axis.maxValue = axis.defaultValue
        font.save(held, reorderTables=None)
    return held.getvalue()


def font_file() -> Path:
    """Return the typeface that every report is set in: installed with the package, no system font is used."""
    return Path(str(files("fontpkg_inter") / "files" / FONT))


@cache
def _typesetter() -> _Typesetter:
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
        """Serves the typeface, and nothing else from anywhere."""

        def fetch(self, url: str, headers: object = None) -> object:  # noqa: ARG002 - the base names it
            if url != FONT_ADDRESS:
                raise ValueError(f"{url} is not an asset of the report")
            return URLFetcherResponse(url, one_optical_size(font_file()), {"Content-Type": "font/ttf"})

    fetcher = AssetFetcher()
    fonts = FontConfiguration()
    face = f"@font-face {{ font-family: Inter; src: url('{FONT_ADDRESS}'); }}\n"
    with _complaints_told():
        styles = weasyprint.CSS(
            string=face + style("base") + style("print"), font_config=fonts, url_fetcher=fetcher
        )
    return _Typesetter(weasyprint, fonts, styles, fetcher)


def _weasyprint() -> ModuleType:
    try:
        # It explains a missing library on standard output, which belongs to the report.
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            import weasyprint
    except OSError as error:
        raise LibraryMissing(REMEDY) from error
    found: ModuleType = weasyprint
    return found


def typesetting() -> str:
    """Return the system libraries that set the type here, with their versions: others may set it otherwise.

    Raises:
        LibraryMissing: One is not there; the message says how to get it.
    """
    _weasyprint()
    from weasyprint.text.ffi import ffi, fontconfig, harfbuzz, pango

    ffi.cdef(ASKS_VERSIONS, override=True)
    number = fontconfig.FcGetVersion()
    return (
        f"Pango {ffi.string(pango.pango_version_string()).decode()},"
        f" HarfBuzz {ffi.string(harfbuzz.hb_version_string()).decode()},"
        f" fontconfig {number // 10_000}.{number // 100 % 100}.{number % 100}"
    )


@contextlib.contextmanager
def _collector_resting() -> Iterator[None]:
    """Keep the garbage collector from searching a growing page tree again and again: a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextlib.contextmanager
def _clock_stopped() -> Iterator[None]:
    """Keep the time of day out of the typefaces written: the same report has the same bytes."""
    before = os.environ.get(CLOCK)
    os.environ[CLOCK] = before or "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[CLOCK]


@contextlib.contextmanager
def _complaints_told() -> Iterator[None]:
    """Turn what WeasyPrint logs into warnings of ours, each once."""
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    spread, logger.propagate = logger.propagate, False
    try:
        yield
    finally:
        logger.removeHandler(complaints)
        logger.propagate = spread
    for message in dict.fromkeys(complaints.messages):
        warnings.warn(message, PdfWarning, stacklevel=3)
