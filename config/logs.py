"""Logs as fields, by structlog; values whose name tells that they are secret never reach them."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

SECRET_PARTS = ("password", "secret", "token", "cookie", "authorization", "phone", "identity", "field_key")
HIDDEN = "[hidden]"


def hide_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace the value of each field whose name contains one of :data:`SECRET_PARTS`."""
    for name in event:
        if any(part in name.lower() for part in SECRET_PARTS):
            event[name] = HIDDEN
    return event


class ToStandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is when something is said, not to what it was at start."""

    def emit(self, record: logging.LogRecord) -> None:
        # Whoever started us may have put another stream in its place meanwhile, and closed the first.
        self.stream = sys.stderr
        super().emit(record)


def configure(options: dict[str, Any]) -> None:
    """Set up logging: `level`, and `json` for lines that a program reads."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    # A plain traceback: a richer one prints local variables, and with them what people confided to us.
    plain = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    ending: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if options["json"]
        else [plain]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = ToStandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers = [
        *(found for found in root.handlers if not isinstance(found, logging.StreamHandler)),
        handler,
    ]
    root.setLevel(options["level"].upper())
    for noisy in ("asyncio", "urllib3", "axes", "fontTools"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
