"""Accounts' own Alembic environment; the body is shared."""

from services.shared.migrations import run

run("accounts")
