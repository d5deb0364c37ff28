"""A table of many collaborations, one with a cell to mend, and what people do with it in a browser."""

from pathlib import Path

from playwright.sync_api import Page, expect

HEADINGS = ("name", "region", "stage", "conflict")
SOUND = 12
"""Rows that can be assessed: enough for a portfolio."""
MAKING = 120_000
"""Milliseconds until a table must be read, and until it must be assessed."""


def table(folder: Path) -> Path:
    """Write the table."""
    rows = [(f"Network {number}", "North", "planning", "some") for number in range(SOUND)]
    lines = [HEADINGS, *rows, ("Riverside", "North", "plannig", "some")]
    written = folder / "networks.csv"
    written.write_text("".join(",".join(line) + "\r\n" for line in lines), encoding="utf-8")
    return written


def upload(page: Page, folder: Path) -> None:
    """Upload it, and see which cell is to be mended before anything runs."""
    page.goto("/batches/")
    page.locator("input[type=file]").set_input_files(table(folder))
    page.get_by_role("button", name="Upload").click()
    _heading(page, "What we understood")
    expect(page.get_by_role("heading", name="1 cell to mend")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Riverside")).to_contain_text("plannig")


def assess(page: Page) -> None:
    """Have the others assessed, and wait for the results."""
    page.get_by_role("checkbox", name="No reports").check()
    page.get_by_role("button", name=f"Assess {SOUND} collaborations").click()
    _heading(page, "Your results are ready")


def _heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text, timeout=MAKING)
