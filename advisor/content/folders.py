"""Where the content lies: beside the code in a checkout, inside the package once installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def content_folder(name: str) -> Path:
    """Return the folder ``rules``, ``questionnaires`` or ``report_templates``."""
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name
