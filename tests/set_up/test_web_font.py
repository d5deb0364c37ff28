"""The typeface of pages: small, and with a letter for all that pages say."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "advisor" / "web" / "static"
MADE = STATIC / "inter" / "inter.woff2"
LARGEST = 100_000
SAID = (
    *("questionnaires/**/*.yaml", "rules/**/*.yaml", "report_templates/texts/*"),
    *("advisor/web/templates/**/*.html", "advisor/web/locale/**/*.po"),
)
WELSH = "ÂÊÎÔÛŴŶâêîôûŵŷÁÉÍÓÚẂÝáéíóúẃýÄËÏÖÜẄŸäëïöüẅÿÀÈÌÒÙẀỲàèìòùẁỳ"


@pytest.fixture(scope="module")
def font():
    with TTFont(MADE) as font:
        yield font


def test_it_is_small():
    assert MADE.stat().st_size < LARGEST


def test_it_has_every_character_of_what_pages_say(font):
    files = [path for pattern in SAID for path in ROOT.glob(pattern)]
    assert len(files) > 100
    said = set().union(*(path.read_text(encoding="utf-8") for path in files))
    assert not {one for one in said if one.isprintable()} - set(map(chr, font.getBestCmap()))


def test_it_has_the_letters_of_welsh_and_of_names(font):
    for names in (
        WELSH,
        "Zażółć gęślą jaźń",
        "Ștefan Țepeș",
        "Siân Ó Dónaill",
        "Çağla Øster",
        "€ £ – — “ ” ‘ ’",
    ):
        assert set(names) <= set(map(chr, font.getBestCmap())), names


def test_it_has_the_weights_that_stylesheets_ask_for(font):
    weights = next(axis for axis in font["fvar"].axes if axis.axisTag == "wght")
    sheets = "".join(path.read_text(encoding="utf-8") for path in STATIC.rglob("*.css"))
    asked = {int(each) for each in re.findall(r"font-weight:\s*(\d+)\s*[;}!]", sheets)}
    assert {400, 600} <= asked
    assert all(weights.minValue <= each <= weights.maxValue for each in asked)


def test_the_licence_goes_with_it():
    assert "SIL OPEN FONT LICENSE" in (MADE.parent / "NOTICE.txt").read_text(encoding="utf-8")


def test_pages_ask_for_it_and_name_their_typeface_in_one_place():
    sheet = (STATIC / "web" / "web.css").read_text(encoding="utf-8")
    assert (STATIC / "web" / re.search(r'url\("([^"]+)"\)', sheet)[1]).resolve() == MADE
    assert "font-display: swap" in sheet
    own = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "web").glob("*.css"))
    assert len(re.findall(r"font-family:", own)) == 2, "one names the file, one uses it"


def test_whatever_makes_what_is_fetched_makes_it_anew_when_it_changes():
    script = (ROOT / "setup" / "assets").read_text(encoding="utf-8")
    fingerprint = re.search(r"current=\$\(cat (.*?) \| cksum\)", script, re.DOTALL)[1].split()
    made_from = set(re.findall(r"setup/[\w./*-]*\w", script.partition("fetch() {")[2])) - {"setup/step"}
    assert made_from
    assert made_from <= set(fingerprint) | {"setup/frontend/.npmrc"}
