"""The files of a knowledge base in its folder: which they are, their hash, and reading them."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from advisor.content.packs import FOLDER
from advisor.content.yaml_reader import Document, read_yaml
from advisor.errors import InputRefused, Problem

HEAD = "knowledge_base.yaml"
LOCK = "versions.lock.yaml"
EARLIER = "earlier"
"""Where copies of earlier rules may be kept, below the folder of the rules."""

NO_RULES = ("web_layout.yaml", "style.yaml", "opposites.yaml", "exceptions.yaml", "wordings.yaml", LOCK)


def rule_files(folder: Path, leave_out: Sequence[str] = NO_RULES) -> list[Path]:
    """Return the content files of a knowledge base, in order: neither those of packs, nor earlier ones."""
    found = (path for path in folder.rglob("*.yaml") if not path.name.endswith(".examples.yaml"))
    content = (path for path in found if path.name not in leave_out and not is_apart(path, folder))
    return sorted(content, key=lambda path: path.relative_to(folder).as_posix())


def is_apart(path: Path, folder: Path) -> bool:
    """Return whether a file below a knowledge base belongs to a pack, or to an earlier knowledge base."""
    return path.relative_to(folder).parts[0] in (FOLDER, EARLIER)


def content_hash(folder: Path, files: Iterable[Path]) -> str:
    """Return the hash of the content: twelve characters, the same on every machine."""
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def read_documents(files: list[Path], folder: Path) -> tuple[list[Document], list[Problem]]:
    """Return the files that can be read, and the problems of those that cannot."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in files:
        try:
            documents.append(read_yaml(path, path.relative_to(folder.parent).as_posix()))
        except InputRefused as error:
            problems += error.problems
    return documents, problems
