"""Alembic's environment of notifications; the body is shared."""

from services.shared.migrations import run

run("notifications")
