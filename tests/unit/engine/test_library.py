import collections
import logging
import subprocess
import sys
import types

import pytest

from advisor.engine import library


def run(code, **environment):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )


def test_the_name_that_experta_asks_for_is_taken_back_after_the_import():
    assert not hasattr(collections, "Mapping")


def test_the_import_leaves_the_root_logger_as_it_was():
    code = (
        "import logging, io\n"
        "own = logging.StreamHandler(io.StringIO())\n"
        "logging.root.addHandler(own)\n"
        "import advisor.engine.library\n"
        "assert logging.root.handlers == [own], logging.root.handlers\n"
    )
    found = run(code, PYTHONPATH=":".join(filter(None, sys.path)))
    assert found.returncode == 0, found.stderr


def test_a_handler_added_during_the_import_goes_and_every_other_stays(monkeypatch):
    before = list(logging.root.handlers)
    added = logging.NullHandler()

    class Importing(types.ModuleType):
        def __getattr__(self, name):
            raise AttributeError(name)

    class Finder:
        def find_spec(self, name, path, target=None):
            if name == "experta":
                logging.root.addHandler(added)

    monkeypatch.delitem(sys.modules, "experta")
    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    for name in [one for one in sys.modules if one.startswith("experta.")]:
        monkeypatch.delitem(sys.modules, name)
    library._import_experta()
    assert logging.root.handlers == before


def test_a_name_that_somebody_else_lent_is_left_alone(monkeypatch):
    monkeypatch.setattr(collections, "Mapping", collections.abc.Mapping, raising=False)
    library._import_experta()
    assert collections.Mapping is collections.abc.Mapping


def test_an_experta_that_swallowed_its_import_error_is_refused_in_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "experta", types.ModuleType("experta"))
    with pytest.raises(ImportError, match=r"install exactly experta 1\.9\.4 with frozendict 1\.2"):
        library._import_experta()
    assert not hasattr(collections, "Mapping")


def test_the_name_is_taken_back_even_where_the_import_fails(monkeypatch):
    monkeypatch.setitem(sys.modules, "experta", None)
    with pytest.raises(ImportError):
        library._import_experta()
    assert not hasattr(collections, "Mapping")
