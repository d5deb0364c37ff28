"""The key of a report: a hash over all that decides its bytes, so that equal keys mean equal reports.

The system libraries that set the type of a PDF are no part of it, because they decide nothing else: each PDF
has them on record beside its key.
"""

import hashlib
import importlib.metadata
import json
import platform
import re
import zlib
from collections.abc import Iterable
from pathlib import Path

import advisor
from advisor import __version__
from advisor.content.folders import content_folder
from advisor.model.case import Case
from advisor.service import Advisor

DECIDING = (
    *(f"{layer}/**/*.py" for layer in ("advice", "engine", "explanation", "model", "report")),
    "content/tables/results_l*.py",
    "service.py",
)
"""The code that decides what a report or a row of the tables says."""
PACKAGES = ("experta", "pydantic", "numpy", "PyYAML", "jinja2", "weasyprint", "fontpkg-inter")
"""The packages that reason and write; with all that they rest on, they decide it too."""
_NAME = re.compile(r"[\w.-]*\w")


def canonical(case: Case) -> str:
    """Return a case as one text: the same for equal answers, whatever their order."""
    return json.dumps(case.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def key_of(case: str, stamp: str) -> str:
    """Return the key of a canonical case under a stamp."""
    return hashlib.sha256(f"{stamp}\n{case}".encode()).hexdigest()


def stamp_of(advice: Advisor) -> str:
    """Return the hash of all that decides a report beside its case.

    That is the rules and packs in use, questions, templates, the code, and the packages it rests on. The
    form of the report is not part of it, because one form says nothing about another.
    """
    knowledge = advice.knowledge
    parts = {
        "software": __version__,
        "code": _hash_of(Path(advisor.__file__).parent, *DECIDING),
        "rules": [knowledge.date, knowledge.hash],
        "packs": [[pack.head.id, pack.hash] for pack in knowledge.packs],
        "questions": _hash_of(content_folder("questionnaires"), "*.yaml"),
        "templates": _hash_of(content_folder("report_templates"), "**/*"),
        "packages": versions(PACKAGES),
        "python": [platform.python_implementation(), platform.python_version(), zlib.ZLIB_RUNTIME_VERSION],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the versions of packages and of all that they need, by their names in lower case."""
    found: dict[str, str] = {}
    left = list(names)
    while left:
        name = left.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # needed elsewhere, such as on another system or by another Python
        found[name] = package.version
        left += [
            part[0]
            for one in package.requires or ()
            if "extra ==" not in one and (part := _NAME.match(one)) is not None
        ]
    return found


def _hash_of(folder: Path, *patterns: str) -> str:
    digest = hashlib.sha256()
    for path in sorted({one for pattern in patterns for one in folder.glob(pattern) if one.is_file()}):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
