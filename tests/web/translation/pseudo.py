"""A made-up Welsh: the whole chain that a true one takes, with every text of the app in ⟦ ⟧.

What stands in the place of a name, such as a number or a reason, stays outside: it must be translated by
itself, or be nobody’s language.
"""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

ROOT = Path(__file__).parents[3]
HOLE = re.compile(r"(%\(\w+\)[sd]|%%)")


def messages() -> ModuleType:
    """Return setup/messages.py as a module."""
    spec = importlib.util.spec_from_file_location("messages", ROOT / "setup" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def marked(text: str) -> str:
    """Return a text in ⟦ ⟧, with its holes outside.

    >>> marked("%(done)s of %(all)s")
    '%(done)s⟦ of ⟧%(all)s'
    """
    return "".join(part if HOLE.fullmatch(part) else f"⟦{part}⟧" for part in HOLE.split(text) if part)


def compiled_into(folder: Path, texts: Catalog) -> None:
    """Translate texts, in each form of a number that Welsh has, and compile that."""
    made: Catalog = messages().begun("cy", texts)
    for each in made:
        if isinstance(each.id, tuple):
            many = marked(each.id[1])
            each.string = tuple(many.replace("⟦", f"⟦{form}") for form in range(made.num_plurals))
        elif each.id:
            each.string = marked(each.id)
    place = folder / "cy" / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "django.mo").open("wb") as file:
        write_mo(file, made)
