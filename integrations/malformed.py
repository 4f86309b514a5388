"""What is no proper HTTP (no Host, two of them, a broken header): refused by the server with 400, and no reason for alarm."""

from __future__ import annotations

import logging

from aiohttp.http_exceptions import HttpProcessingError

SERVER = logging.getLogger("aiohttp.server")


class OneQuietLine(logging.Filter):
    """The server's log says that such a request was refused, at info and without a traceback. What it held is not logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError):
            return True
        record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        record.exc_info, record.exc_text = None, None
        record.msg, record.args = "a malformed request was refused with %s (%s)", (error.code, type(error).__name__)
        return SERVER.isEnabledFor(logging.INFO)


_QUIET = OneQuietLine()


def hushed() -> None:
    """From now on in this process, however often it is called."""
    SERVER.addFilter(_QUIET)
