"""``advisor ask`` in a real terminal, interrupted from the keyboard."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml


@pytest.mark.skipif(os.name == "nt", reason="terminals of Windows differ")
def test_an_interruption_in_a_terminal_loses_nothing(tmp_path):
    import pty

    try:
        ours, theirs = pty.openpty()
    except OSError:
        pytest.skip("this system has no pseudo-terminals")
    process = subprocess.Popen(
        [sys.executable, "-m", "advisor", "ask", "a.yaml", "--questionnaire", "full"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path]), "TERM": "xterm"},
        start_new_session=True,
    )
    os.close(theirs)
    terminal = Terminal(ours)
    terminal.wait_for("Name")
    os.write(ours, b"Northshire\n3\n")
    terminal.wait_for("Which of these best describes it?")
    terminal.wait_for("> ")
    time.sleep(0.5)  # the prompt appears a moment before the line editor listens for signals
    process.send_signal(signal.SIGINT)
    terminal.wait_for("Saved. Continue with: advisor ask a.yaml")
    assert process.wait(timeout=30) == 130
    os.close(ours)
    assert "Traceback" not in terminal.seen
    assert "\x1b[" in terminal.seen
    assert yaml.safe_load((tmp_path / "a.yaml").read_text(encoding="utf-8"))["answers"] == {
        "stage": "planning"
    }
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


class Terminal:
    """The far end of a terminal."""

    def __init__(self, handle):
        self.handle = handle
        self.seen = ""
        self.passed = 0

    def wait_for(self, text, seconds=60):
        """Wait until a text appears after the last one waited for."""
        end = time.monotonic() + seconds
        while (place := self.seen.find(text, self.passed)) < 0:
            ready, _, _ = select.select([self.handle], [], [], max(0, end - time.monotonic()))
            assert ready, f"{text!r} did not appear in {self.seen!r}"
            self.seen += os.read(self.handle, 4096).decode(errors="replace")
        self.passed = place + len(text)
