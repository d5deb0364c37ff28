"""The portfolio report as one self-contained web page, and as PDF."""

from markupsafe import Markup

from advisor.model.knowledge import KnowledgeBase
from advisor.portfolio.model import Portfolio
from advisor.report.html import Medium, environment, style, web_styles
from advisor.report.portfolio.pictures import ORDER
from advisor.report.portfolio.view import (
    MOST_ACTIONS,
    MOST_ALIKE,
    MOST_ON_PAGE_ONE,
    MOST_RECURRING,
    MOST_SECOND,
    MOST_TIED,
    MOST_UNKNOWN,
    PortfolioView,
    present,
)
from advisor.report.portfolio.words import words

SHEET = "portfolio/portfolio"


def render_portfolio_html(portfolio: Portfolio, knowledge: KnowledgeBase) -> str:
    """Return the report as one HTML file with styles and script inside; it works without the script too."""
    return _markup(present(portfolio, knowledge), "web")


def render_portfolio_pdf(portfolio: Portfolio, knowledge: KnowledgeBase) -> bytes:
    """Return the report as a PDF (PDF/UA-1), the same bytes for the same portfolio on one machine.

    Raises:
        LibraryMissing: A system library is not there; the message says how to get it.
    """
    from advisor.report.pdf import replaced, typeset, unprintable  # noqa: PLC0415 - it is slow to import

    view = present(portfolio, knowledge)
    html = _markup(view, "pdf")
    if missing := unprintable(html):
        html = replaced(_markup(view, "pdf", unprintable=True), missing)
    return typeset(html, SHEET)


def _markup(view: PortfolioView, medium: Medium, *, unprintable: bool = False) -> str:
    template = environment().get_template("portfolio/portfolio.html.j2")
    web = medium == "web"
    most = {
        "first": MOST_ON_PAGE_ONE,
        "tied": MOST_TIED,
        "actions": MOST_ACTIONS,
        "recurring": MOST_RECURRING,
        "second": MOST_SECOND,
        "unknown": MOST_UNKNOWN,
        "alike": MOST_ALIKE,
    }
    script = environment().get_template("portfolio/tables.js").render(words=words()) if web else ""
    styles = f"{web_styles()}\n{style(SHEET)}" if web else ""
    return template.render(
        it=view,
        words=words(),
        order=ORDER,
        most=most,
        medium=medium,
        web=web,
        unprintable=unprintable,
        styles=Markup(styles),  # noqa: S704 - our own style sheets
        script=Markup(script),  # noqa: S704 - our own script
    )
