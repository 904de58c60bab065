"""Let the worker empty the archives whose day is over, in every school at once."""

from alembic import op

from services.shared.migrations import define, grant

revision = "0901_empty_exports"
down_revision = "0900_exports"
branch_labels = None
depends_on = None

EMPTY_EXPIRED = """
    CREATE FUNCTION reporting.empty_expired_exports(at timestamptz) RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH emptied AS (
            UPDATE reporting.export_archive a SET content = NULL
            WHERE a.expires_at <= $1 AND a.content IS NOT NULL RETURNING 1)
        SELECT count(*) FROM emptied
    $$
"""


def upgrade() -> None:
    """Define what takes away only that which nobody may fetch any more."""
    grant(op, "reporting.export_archive", to="lantern_definer", rights="UPDATE (content)")
    signature = "reporting.empty_expired_exports(timestamptz)"
    define(op, signature, EMPTY_EXPIRED, to="reporting_service")
