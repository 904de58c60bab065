"""Logs that cannot carry a child's words: only the fields named here leave the process (T23)."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        *("event", "level", "timestamp", "service", "request_id", "method", "route", "status"),
        *("milliseconds", "error", "where", "case_id", "concern_id", "device_id", "delivery_id"),
        *("alert_id", "notice_id", "school_id", "channel", "attempt", "entrypoint", "job_id"),
        *("count", "port", "reason_code", "part"),
    }
)


def only_allowed(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Drop every field that is not on the list; the last processor before the text is made."""
    return {name: line[name] for name in line if name in ALLOWED}


def set_up_logs(service: str, level: str = "INFO") -> None:
    """Write JSON lines in UTC for `service`; silence libraries that would log addresses."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        context_class=dict,
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.clear_contextvars()
    structlog.get_logger().debug("logs ready", service=service)
    for chatty in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def describe_error(error: BaseException) -> dict[str, str]:
    """Return what a log may say of an error: its kind and where, never its message or values."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = (
        f"{trace.tb_frame.f_code.co_filename.rsplit('/', 3)[-1]}:{trace.tb_lineno}" if trace else ""
    )
    return {"error": type(error).__name__, "where": where}
