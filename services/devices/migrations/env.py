"""Alembic's entry; the body is shared."""

from services.shared import migrations

migrations.run("devices")
