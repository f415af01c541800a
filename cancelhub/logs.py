"""What a log must not hold: links that open a case, and answers about a purchase."""

from __future__ import annotations

import logging
import re

SECRET_LINK = re.compile(
    r"(/(?:case|arende)/)[^\s/?]+((?:/(?:confirm|bekrafta)/)[^\s/?]+)?"
)
QUERY = re.compile(r"\?[^\s]+")


class Discreet(logging.Filter):
    """Say that something happened at an address, without the parts that are secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Write the message out, masked; the path is an argument of it."""
        message = SECRET_LINK.sub(r"\1…", record.getMessage())
        record.msg, record.args = QUERY.sub("?…", message), ()
        return True
