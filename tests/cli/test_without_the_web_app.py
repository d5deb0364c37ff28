"""Everything but the web app runs where the extra “web” is not installed."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "questionnaires" / "examples" / "required-system.yaml"
RUN_WITHOUT = """
import sys
names = sys.argv.pop(1).split()
sys.modules.update(dict.fromkeys(names))  # to import a module that is None raises ImportError
from advisor.cli.main import main
code = main()
there = {name for name, module in sys.modules.items() if module}
loaded = sorted(name for name in there if name in names or name.startswith("advisor.web"))
sys.exit(f"loaded: {loaded}" if loaded else code)
"""


@pytest.fixture(scope="module")
def extra():
    """The modules that only the web app may import, from the contract that says so."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    modules = next(each["forbidden_modules"] for each in contracts["contracts"] if each["id"] == "django")
    assert "django" in modules
    return modules


@pytest.fixture
def run_without(extra):
    def run(*arguments):
        command = [sys.executable, "-c", RUN_WITHOUT, " ".join(extra), *map(str, arguments)]
        return subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
        )

    return run


def test_a_case_is_assessed(run_without):
    ran = run_without("assess", EXAMPLE, "--format", "json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["recommendations"]


def test_every_command_is_listed_and_the_system_looked_at(run_without):
    for arguments in (["--help"], ["doctor"]):
        ran = run_without(*arguments)
        assert (ran.returncode, ran.stderr) == (0, ""), arguments


def test_the_web_app_itself_is_told_to_be_missing(run_without):
    ran = run_without("serve", "--no-browser")
    assert ran.returncode == 2
    assert "pip install 'collaboration-advisor[web]'" in ran.stderr
