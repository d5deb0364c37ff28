#!/usr/bin/env python3
"""Makes the typeface of the web app from the one that reports are set in: web_font.py FOLDER.

That is Inter, with the weights that pages use and the letters of languages written in the Latin alphabet,
Welsh and Polish among them. What it leaves out a browser sets in a typeface of its own.
"""

import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

# They come without types, and only for setup/assets.
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PACKAGE = "fontpkg_inter"
TYPEFACE = "Inter[opsz,wght].ttf"
FILE = "inter.woff2"
WEIGHTS = (400, 700)
CHARACTERS = (
    (0x20, 0x7E),  # Basic Latin
    (0xA0, 0x17F),  # Western and Central Europe
    (0x218, 0x21B),  # Romanian
    (0x300, 0x304),  # accents that are typed apart from their letter
    (0x306, 0x308),
    (0x30A, 0x30C),
    (0x323, 0x323),
    (0x327, 0x328),
    (0x1E80, 0x1E85),  # Welsh
    (0x1E9E, 0x1E9E),
    (0x1EF2, 0x1EF3),  # Welsh
    (0x2010, 0x2033),  # dashes, quotation marks, bullets, spaces
    (0x20AC, 0x20AC),  # euro
    (0x2122, 0x2122),
    (0x2190, 0x2199),  # arrows
    (0x2212, 0x2212),  # signs of sums
    (0x2248, 0x2248),
    (0x2260, 0x2265),
    (0x25A0, 0x25CF),  # shapes
    (0x2713, 0x2717),  # ticks and crosses
)
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "calt", "liga", "tnum")


def make(folder: Path) -> None:
    """Put the typeface and its licence into a new folder."""
    source = files(PACKAGE)
    font = TTFont(str(source / "files" / TYPEFACE), recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=list(FEATURES)))
    subsetter.populate(unicodes=[one for first, last in CHARACTERS for one in range(first, last + 1)])
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    font.flavor = "woff2"

    folder.mkdir()
    font.save(folder / FILE)
    notice = f"Inter, as fontpkg-inter {version('fontpkg-inter')} has it\nChanged: see setup/web_font.py\n\n"
    licence = (source / "LICENSE").read_text(encoding="utf-8")
    (folder / "NOTICE.txt").write_text(notice + licence, encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
