#!/usr/bin/env python3
"""Copies what the web app needs of nhsuk-frontend: copy_frontend.py PACKAGE FOLDER.

That is its stylesheet, its script and the icons that the stylesheet names. What is licensed to the NHS alone
stays out: the font Frutiger, which pages would ask of another site, the logo, and the icons that show it.
"""

import json
import re
import shutil
import sys
from pathlib import Path

STYLESHEET = "nhsuk-frontend.min.css"
SCRIPT = "nhsuk-frontend.min.js"
SOURCE_MAP = re.compile(r"\s*(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")
FRUTIGER = re.compile(r"@font-face\s*\{[^}]*Frutiger[^}]*\}")
ADDRESS = re.compile(r"""url\(\s*["']?([^"')]*)""")
ICON = re.compile(r"images/nhsuk-icon-(arrow|chevron|cross|minus|plus|search|tick|user)[a-z-]*\.svg")


def own_stylesheet(text: str) -> str:
    """Return the stylesheet with addresses from its own place, and without Frutiger and its source map.

    Raises:
        ValueError: It asks for something that is not among the icons.
    """
    text = FRUTIGER.sub("", SOURCE_MAP.sub("\n", text)).replace("url(/assets/", "url(")
    for address in icons(text):
        if not ICON.fullmatch(address):
            raise ValueError(f"{STYLESHEET} asks for “{address}”, no icon – see what it is, then add it")
    return text


def icons(stylesheet: str) -> list[str]:
    """Return what a stylesheet asks for, each once."""
    return sorted(set(ADDRESS.findall(stylesheet)))


def copy(package: Path, folder: Path) -> None:
    """Put what is needed of the package into the folder, in place of what is there.

    Raises:
        ValueError: The stylesheet asks for something that is not among the icons.
    """
    source = package / "dist" / "nhsuk"
    stylesheet = own_stylesheet((source / STYLESHEET).read_text(encoding="utf-8"))
    script = SOURCE_MAP.sub("\n", (source / SCRIPT).read_text(encoding="utf-8"))
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))

    shutil.rmtree(folder, ignore_errors=True)
    (folder / "images").mkdir(parents=True)
    (folder / STYLESHEET).write_text(stylesheet, encoding="utf-8")
    (folder / SCRIPT).write_text(script, encoding="utf-8")
    for icon in icons(stylesheet):
        shutil.copyfile(source / "assets" / icon, folder / icon)
    notice = "{name} {version}, licence {license}, {homepage}\nChanged: see setup/copy_frontend.py\n"
    (folder / "NOTICE.txt").write_text(notice.format_map(about), encoding="utf-8")


if __name__ == "__main__":
    copy(Path(sys.argv[1]), Path(sys.argv[2]))
