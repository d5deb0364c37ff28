"""The front end is carried along without what is licensed to the NHS alone, and asks no other site."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FETCHED = ROOT / "advisor" / "web" / "static" / "nhsuk"
STYLESHEET = """@font-face{font-family:Frutiger W01;src:url(https://assets.example/a.woff2) format("woff2")}
.a{background:url(/assets/images/nhsuk-icon-arrow-up.svg)}.b{color:red}
/*# sourceMappingURL=nhsuk-frontend.min.css.map */
"""


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("copy_frontend", ROOT / "setup" / "copy_frontend.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path):
    """A package of the shape of nhsuk-frontend."""
    images = tmp_path / "package" / "dist" / "nhsuk" / "assets" / "images"
    images.mkdir(parents=True)
    for name in ("nhsuk-icon-arrow-up.svg", "nhsuk-icon-tick.svg", "favicon.ico", "nhsuk-icon-180.png"):
        (images / name).write_text(name)
    dist = images.parents[1]
    (dist / "nhsuk-frontend.min.css").write_text(STYLESHEET)
    (dist / "nhsuk-frontend.min.js").write_text("export{};//# sourceMappingURL=nhsuk-frontend.min.js.map\n")
    about = {"name": "nhsuk-frontend", "version": "1.2.3", "license": "MIT", "homepage": "its page"}
    (tmp_path / "package" / "package.json").write_text(json.dumps(about))
    return tmp_path / "package"


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def test_only_what_is_needed_is_copied(script, package, tmp_path):
    folder = tmp_path / "static"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "of-an-earlier-release.svg").touch()
    script.copy(package, folder)
    copied = files(folder)
    assert copied.pop("NOTICE.txt").startswith("nhsuk-frontend 1.2.3, licence MIT, its page\n")
    assert copied == {
        "nhsuk-frontend.min.css": "\n.a{background:url(images/nhsuk-icon-arrow-up.svg)}.b{color:red}\n",
        "nhsuk-frontend.min.js": "export{};\n",
        "images/nhsuk-icon-arrow-up.svg": "nhsuk-icon-arrow-up.svg",
    }


@pytest.mark.parametrize(
    "address",
    [
        "https://assets.example/logo.svg",
        '"//assets.example/logo.svg"',
        "/elsewhere/a.svg",
        "/assets/images/favicon.svg",
        "/assets/images/nhsuk-icon-mask.svg",
        "/assets/images/nhsuk-icon-180.png",
        "../nhsuk-icon-tick.svg",
    ],
)
def test_a_stylesheet_that_asks_for_anything_else_is_refused(script, package, tmp_path, address):
    stylesheet = package / "dist" / "nhsuk" / "nhsuk-frontend.min.css"
    stylesheet.write_text(STYLESHEET + f".c{{background:url({address})}}")
    with pytest.raises(ValueError, match="no icon"):
        script.copy(package, tmp_path / "static")
    assert not (tmp_path / "static").exists()


def test_what_was_fetched_is_whole(script):
    stylesheet = (FETCHED / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    icons = set(script.icons(stylesheet))
    assert icons
    assert "@font-face" not in stylesheet
    assert set(files(FETCHED)) == {"nhsuk-frontend.min.css", "nhsuk-frontend.min.js", "NOTICE.txt"} | icons
    assert not re.search("sourceMappingURL", stylesheet + (FETCHED / "nhsuk-frontend.min.js").read_text())


def test_what_was_fetched_is_the_locked_release():
    locked = json.loads((ROOT / "setup" / "frontend" / "package-lock.json").read_text())
    release = locked["packages"]["node_modules/nhsuk-frontend"]["version"]
    assert (FETCHED / "NOTICE.txt").read_text().startswith(f"nhsuk-frontend {release},")


def test_the_lock_names_hashes_and_no_place():
    locked = (ROOT / "setup" / "frontend" / "package-lock.json").read_text()
    packages = json.loads(locked)["packages"]
    assert "://" not in locked
    assert all(each["integrity"].startswith("sha512-") for name, each in packages.items() if name)
