"""How people answer in a browser: whatever a question asks, they give an answer and go on."""

from playwright.sync_api import Locator, Page, expect

from tests.system.browsing import reach_by_keyboard

RAPID, FULL = "Rapid", "Full"
"""The questionnaires, as the page calls them on which one is chosen."""
SAVE = "Save and continue"
DONE = "Check your answers"
"""The heading of the page to which the last question leads."""
TYPED = "12"


def start(page: Page, name: str, questionnaire: str) -> None:
    """Begin a collaboration from the start page; end on the page of its sections."""
    page.get_by_role("button", name="Start now").click()
    page.get_by_label("Name of the collaboration").fill(name)
    page.get_by_role("radio", name=questionnaire).check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/assessments/**")


def begin(page: Page, name: str, questionnaire: str) -> None:
    """Begin a collaboration from the start page, and open its first question."""
    start(page, name, questionnaire)
    first_question(page)


def first_question(page: Page) -> None:
    """Go from the sections to the first question."""
    page.get_by_role("button", name="Begin with the first question").click()
    page.wait_for_url("**/questions/**")


def to_collaboration(page: Page) -> None:
    """Go from the sections to the page about the collaboration."""
    page.get_by_role("link", name="About this collaboration").click()
    page.wait_for_url("**/collaborations/**")


def is_question(page: Page) -> bool:
    """Whether the page asks something."""
    return "/questions/" in page.url


def answer(page: Page) -> None:
    """Give the first answer to each thing that is asked, and go on."""
    for first in _asked(page):
        if first.get_attribute("type") == "text":
            first.fill(TYPED)
        else:
            first.check()
    page.get_by_role("button", name=SAVE).click()


def answer_all(page: Page) -> int:
    """Answer every question; return how many there were."""
    count = 0
    while is_question(page):
        before = page.url
        answer(page)
        page.wait_for_url(lambda url, before=before: url != before)
        count += 1
    expect(page.get_by_role("heading", level=1)).to_contain_text(DONE)
    return count


def answer_by_keyboard(page: Page) -> None:
    """Answer as ``answer`` does, with the keys alone, and assert that one sees where the focus is."""
    for first in _asked(page):
        reach_by_keyboard(page, first)
        if first.get_attribute("type") == "text":
            page.keyboard.type(TYPED)
        else:
            page.keyboard.press("Space")
            assert first.is_checked(), f"{page.url}: a space does not choose {first}"
    reach_by_keyboard(page, page.get_by_role("button", name=SAVE))
    page.keyboard.press("Enter")


def _asked(page: Page) -> list[Locator]:
    """Return the first input for each thing that is asked."""
    names = page.locator("main form input:not([type=hidden])").evaluate_all(
        "inputs => [...new Set(inputs.map(each => each.name))]"
    )
    return [page.locator(f'main form input[name="{name}"]').first for name in names]
