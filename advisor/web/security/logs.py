"""Lines of the log: they never hold a secret that stands in an address."""

import logging
import re

_SECRET = re.compile(r"(/invitations/|/reset/key/|/confirm-email/)[^/\s]+")


class Discreet(logging.Formatter):
    """Writes a line, with its traceback, and leaves out what lets somebody in."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return _SECRET.sub(r"\1…", super().format(record))
