"""Logs: one event is one line on stderr, for people on a terminal and as JSON otherwise, without secrets whoever wrote it."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from app.redaction import harmless

QUIET = (
    "slack_bolt", "slack_sdk", "botbuilder", "botframework", "msrest", "msal", "urllib3", "aiohttp.access", "aiohttp.client",
    "asyncio", "apscheduler", "alembic",
)  # fmt: skip
"""Loggers of libraries that say too much below WARNING; Bolt writes whole request bodies at INFO."""

_OURS = ("timestamp", "level", "event", "logger")
Event = MutableMapping[str, Any]


def configure(level: str = "info", shape: str = "auto", stream: TextIO | None = None) -> None:
    """Send every log, ours and the libraries', to `stream` (stderr). `shape` is auto, text or json."""
    out = stream or sys.stderr
    text = shape == "text" or (shape == "auto" and out.isatty())
    handler = logging.StreamHandler(out)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=_last(text, out)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _last(text: bool, out: TextIO) -> list[Any]:
    """The end of the line: nothing is added after the redaction but the shape."""
    renderer = _as_text if text else structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info, _redact, renderer]


def _redact(_logger: Any, _method: str, event: Event) -> Event:
    return {name: value if name in ("timestamp", "level") else harmless(value, name) for name, value in event.items()}


def _as_text(_logger: Any, _method: str, event: Event) -> str:
    facts = " ".join(f"{name}={value}" for name, value in event.items() if name not in _OURS)
    return f"{event.get('timestamp', '')} {event.get('level', ''):<8} {event.get('event', '')} {facts}".rstrip()


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]
