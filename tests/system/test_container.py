"""What the container file starts, run here: a team installation behind a proxy, and its health check."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.serving import serving

CONTAINER = (Path(__file__).parents[2] / "Containerfile").read_text(encoding="utf-8")
TEAM = {"ADVISOR_HOSTS": "advice.example.org, other.example.org", "ADVISOR_SECRET_KEY": "only-for-tests-" * 5}


@pytest.fixture
def variables(tmp_path):
    """The variables that the image sets, but for its folder."""
    block = re.search(r"^ENV (.*?[^\\])$", CONTAINER, re.DOTALL | re.MULTILINE)[1]
    return {
        name: value for name, value in re.findall(r"(ADVISOR_\w+)=(\S+)", block) if name != "ADVISOR_DATA_DIR"
    }


def is_healthy(url):
    program, *arguments = json.loads(re.search(r"^HEALTHCHECK .*?CMD (\[.*\])$", CONTAINER, re.MULTILINE)[1])
    assert program == "python"
    check = [each.replace("8000", url.rpartition(":")[2]) for each in arguments]
    ran = subprocess.run([sys.executable, *check], env=os.environ | TEAM, capture_output=True, check=False)
    return ran.returncode == 0


def test_the_health_check_holds_while_the_app_runs_and_fails_after_it(tmp_path, variables):
    assert variables["ADVISOR_ACCOUNTS"] == "yes"
    with serving(tmp_path, **variables, **TEAM) as server:
        assert is_healthy(server.url), server.log.read_text()
    assert not is_healthy(server.url)
