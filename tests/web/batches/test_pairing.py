"""A table with headings and words of its own: somebody says once what they mean, and it is read so."""

from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from advisor.content.tables.mapping import read_mapping
from advisor.web.accounts.scope import Scope
from advisor.web.audit.models import Event
from advisor.web.batches import keeping, pairing
from advisor.web.batches.models import Batch, State
from advisor.web.batches.tasks import run_table
from tests.web.batches.tables import RULES, of, read, text_of

EXPORT = [
    "Your collaboration,Where are you now?,History of the partners,Any conflict?,Budget code",
    "Alpha,Just talking,Mostly competed,A bit,17",
    "Beta,Just talking,Mostly competed,Some,18",
    "Gamma,Up and running,Mostly competed,A bit,19",
]


def column(heading: str) -> str:
    return pairing.field_of("column", heading, "")


YOURS, NOW, HISTORY, CONFLICT, BUDGET = map(column, EXPORT[0].split(","))
CHOSEN = {YOURS: "name", NOW: "stage", HISTORY: "history", CONFLICT: "conflict", BUDGET: "-"}
TALKING = pairing.field_of("words", "stage", "Just talking")
RUNNING = pairing.field_of("words", "stage", "Up and running")
A_BIT = pairing.field_of("words", "conflict", "A bit")


def table(*rows: str) -> bytes:
    return "".join(f"{row}\r\n" for row in rows).encode()


@pytest.fixture
def export(upload: Callable[..., Batch]) -> Batch:
    return upload(table(*EXPORT))


def paired(browser: Client, batch: Batch, **changes: str) -> Batch:
    assert browser.post(of(batch, "batch-columns"), CHOSEN | changes)["Location"] == of(batch)
    return read(batch)


def chosen_on(page: str, field: str) -> str:
    """Return what a select has chosen."""
    select = page.partition(f'name="{field}"')[2].partition("</select>")[0]
    return select.partition(" selected")[0].rpartition('value="')[2].rstrip('"')


def test_a_table_that_nobody_knows_leads_to_a_page_with_guesses_and_samples(
    browser: Client, export: Batch
) -> None:
    assert export.state == State.UNPAIRED
    assert browser.get(of(export))["Location"] == of(export, "batch-columns")
    page = unescape(text_of(browser.get(of(export, "batch-columns"))))
    assert "What do your columns hold?" in page
    assert "Such as: Just talking; Up and running" in page
    assert (chosen_on(page, YOURS), chosen_on(page, HISTORY)) == ("name", "history")
    assert [chosen_on(page, one) for one in (NOW, CONFLICT, BUDGET)] == ["-", "conflict", "-"]
    assert page.count("Our guess.") == 3
    assert "--map" not in page
    assert "Error:" not in page


def test_what_somebody_says_is_what_is_read_and_the_trail_tells_that_they_did(
    browser: Client, export: Batch, consultant: Scope
) -> None:
    batch = paired(browser, export)
    assert (batch.state, batch.rows, batch.refused) == (State.CHECKED, 3, 3)
    told = "3 wordings are none of our answers."
    assert told in text_of(browser.get(of(batch)))
    page = unescape(text_of(browser.get(of(batch, "batch-words"))))
    assert "“Just talking”" in page
    assert "In 2 cells." in page
    words = {TALKING: "considering", A_BIT: "some", RUNNING: "established"}
    assert browser.post(of(batch, "batch-words"), words)["Location"] == of(batch)
    batch = read(batch)
    assert (batch.state, batch.refused) == (State.CHECKED, 0)
    rows = batch.place.rows.read_text(encoding="utf-8")
    assert rows.count('"stage": "considering"') == 2
    assert rows.count('"conflict": "some"') == 3
    keeping.run(consultant, batch, [])
    run_table.func(str(batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.done) == (State.FINISHED, 3)
    assert Event.objects.filter(action="columns-paired").count() == 2
    assert "“Just talking”" in unescape(text_of(browser.get(of(batch, "batch-words")))), "it can be changed"


def test_it_comes_as_the_mapping_file_that_the_command_line_reads(browser: Client, export: Batch) -> None:
    assert browser.get(of(export, "batch-mapping")).status_code == 404
    batch = paired(browser, export)
    browser.post(of(batch, "batch-words"), {TALKING: "considering"})
    answer = browser.get(of(batch, "batch-mapping"))
    assert answer["Content-Disposition"] == 'attachment; filename="mapping.yaml"'
    kept = batch.place.path / "downloaded.yaml"
    kept.write_bytes(answer.content)
    mapped = read_mapping(kept, RULES.knowledge.vocabulary)
    assert mapped.headings["any conflict"] == ("fact", "conflict", "")
    assert mapped.headings["budget code"] is None
    assert mapped.values["stage"] == {"just talking": "considering"}


def test_two_columns_cannot_hold_the_same(browser: Client, export: Batch) -> None:
    page = unescape(text_of(browser.post(of(export, "batch-columns"), CHOSEN | {BUDGET: "stage"})))
    assert "<title>Error: " in page
    assert "“Stage” is chosen for “Where are you now?” too." in page
    assert f'href="#{BUDGET}"' in page
    assert browser.post(of(export, "batch-columns"), CHOSEN | {BUDGET: "x; rm"}).status_code == 200
    assert Batch.objects.get().mapping == {}


def test_the_next_table_is_paired_as_the_one_before(
    browser: Client, export: Batch, upload: Callable[..., Batch]
) -> None:
    batch = paired(browser, export)
    browser.post(of(batch, "batch-words"), {TALKING: "considering"})
    again = upload(table(*EXPORT))
    page = text_of(browser.get(of(again, "batch-columns")))
    assert chosen_on(page, CONFLICT) == "conflict"
    assert "As in an earlier table." in page
    paired(browser, again)
    page = text_of(browser.get(of(again, "batch-words")))
    assert chosen_on(page, TALKING) == "considering"


def test_a_mended_copy_is_read_by_what_was_said(browser: Client, consultant: Scope, export: Batch) -> None:
    batch = paired(browser, export)
    mended = [*EXPORT[:1], "Alpha,Planning the detail,Mostly competed,Some,17"]
    keeping.mend(consultant, batch, SimpleUploadedFile("again.csv", table(*mended)))
    assert (read(batch).state, batch.rows, batch.refused) == (State.CHECKED, 1, 0)


def test_a_known_column_can_be_given_another_meaning(browser: Client, upload: Callable[..., Batch]) -> None:
    batch = upload(table("name,stage,Budget code", "Alpha,planning,17"))
    assert batch.state == State.CHECKED, "nothing is guessed, and the table can be used"
    page = text_of(browser.get(of(batch)))
    assert f'href="{of(batch, "batch-columns")}"' in page
    page = text_of(browser.get(of(batch, "batch-columns") + "?change=stage"))
    assert chosen_on(page, column("stage")) == "stage"
    browser.post(of(batch, "batch-columns") + "?change=stage", {column("stage"): "notes", BUDGET: "-"})
    assert read(batch).state == State.UNPAIRED, "no column is an answer now"


def test_many_columns_come_some_at_a_time(
    browser: Client, upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.web.batches import pairing_views

    monkeypatch.setattr(pairing_views, "AT_ONCE", 2)
    monkeypatch.setattr(pairing, "AT_ONCE", 2)
    batch = upload(table(*EXPORT))
    address = of(batch, "batch-columns")
    assert "page 1 of 3" in text_of(browser.get(address))
    answer = browser.post(address, {YOURS: "name", NOW: "stage"})
    assert answer["Location"] == f"{address}?page=2"
    assert browser.post(f"{address}?page=2", {HISTORY: "stage", CONFLICT: "-"}).status_code == 200
    browser.post(f"{address}?page=2", {HISTORY: "history", CONFLICT: "conflict"})
    assert Batch.objects.get().state == State.UNPAIRED
    assert browser.post(f"{address}?page=3", {BUDGET: "-"})["Location"] == of(batch)
    assert (read(batch).state, batch.rows) == (State.CHECKED, 3)
    assert sorted(batch.mapping["headings"].values()) == sorted(CHOSEN.values())


def test_a_known_column_on_a_later_page_is_asked_about_there_too(
    browser: Client, upload: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch
) -> None:
    from advisor.web.batches import pairing_views

    monkeypatch.setattr(pairing_views, "AT_ONCE", 2)
    batch = upload(table("Budget code,Cost centre,stage", "17,18,planning"))
    asked = f"{of(batch, 'batch-columns')}?change=stage"
    answer = browser.post(asked, {BUDGET: "-", column("Cost centre"): "-"})
    assert chosen_on(text_of(browser.get(answer["Location"])), column("stage")) == "stage"


def test_a_form_that_is_out_of_date_says_nothing_of_anything_else(browser: Client, export: Batch) -> None:
    batch = paired(browser, export)
    browser.post(of(batch, "batch-words"), {TALKING: "considering", A_BIT: "some"})
    read(batch)
    # Somebody else had the page open before: it asked about one of these words, and about others.
    others = {"words0": "established", pairing.field_of("words", "gone", "x"): "some"}
    browser.post(of(batch, "batch-words"), {TALKING: "planning"} | others)
    batch = read(batch)
    assert batch.mapping["values"] == {
        "stage": {"Just talking": "planning"},
        "conflict": {"A bit": "some"},
    }
    page = unescape(text_of(browser.post(of(batch, "batch-columns"), CHOSEN | {"said-before": "stage"})))
    assert "Error:" not in page
    missing = {name: value for name, value in CHOSEN.items() if name != HISTORY}
    page = unescape(text_of(browser.post(of(read(batch), "batch-columns"), missing)))
    assert "Choose what this column holds, or leave it out" in page


def test_what_a_pack_took_with_it_is_passed_over(
    browser: Client, export: Batch, upload: Callable[..., Batch]
) -> None:
    batch = paired(browser, export)
    Batch.objects.update(
        mapping={
            "headings": {**batch.mapping["headings"], "Budget code": "gone"},
            "values": {"gone": {"a": "b"}},
        }
    )
    batch.refresh_from_db()
    keeping.Batch.objects.update(state=State.CHECKING)
    assert read(batch).state == State.CHECKED
    assert b"gone" not in browser.get(of(batch, "batch-mapping")).content


def test_nobody_pairs_while_it_is_under_way(browser: Client, export: Batch) -> None:
    Batch.objects.update(state=State.CHECKING)
    for name in ("batch-columns", "batch-words"):
        assert browser.post(of(export, name), CHOSEN)["Location"] == of(export)
    assert Batch.objects.get().mapping == {}


def test_script_in_headings_and_words_stays_text(browser: Client, upload: Callable[..., Batch]) -> None:
    script = "<script>alert(1)</script>"
    batch = upload(table(f"{script},stage", f"x,{script}"))
    for address in (of(batch), of(batch, "batch-columns"), of(batch, "batch-words")):
        page = browser.get(address).content.decode()
        assert script not in page, address
        assert "&lt;script&gt;" in page, address
