"""What a log must not hold: links that open a case, and answers about a purchase."""

from __future__ import annotations

import logging
import re
import traceback

SECRET_LINK = re.compile(
    r"(/(?:case|arende)/)[^\s/?]+((?:/(?:confirm|bekrafta)/)[^\s/?]+)?"
)
QUERY = re.compile(r"\?[^\s]+")


class Discreet(logging.Filter):
    """Say what happened and where, without the parts that are secret.

    Of an error that is its kind and the lines it passed; its words may quote values.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Write the message out, masked; the path is an argument of it."""
        message = SECRET_LINK.sub(r"\1…", record.getMessage())
        record.msg, record.args = QUERY.sub("?…", message), ()
        if record.exc_info:
            kind, _error, place = record.exc_info
            lines = traceback.format_tb(place)
            record.exc_text = "".join([*lines, kind.__name__ if kind else ""])
        return True
