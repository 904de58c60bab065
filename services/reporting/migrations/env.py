"""Alembic's environment of reporting; the body is shared."""

from services.shared.migrations import run

run("reporting")
