"""Say at which schools the first school day of a week is under way: a digest goes out then."""

from alembic import op

from services.shared.migrations import define, grant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WEEKS_BEGINNING = """
CREATE FUNCTION directory.weeks_beginning(at timestamptz)
RETURNS TABLE (school_id uuid, week_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT y.school_id, date_trunc('week', y.on_date)::date
    FROM accounts.school_day y
    WHERE y.kind = 'school' AND y.starts_at <= at AND at < y.ends_at
    AND NOT EXISTS (
        SELECT FROM accounts.school_day z
        WHERE z.school_id = y.school_id AND z.kind = 'school'
        AND z.on_date >= date_trunc('week', y.on_date)::date AND z.on_date < y.on_date
    )
$$"""


def upgrade() -> None:
    """Let notifications ask it; it tells of days and of nobody."""
    grant(op, "accounts.school_day", to="lantern_definer", rights="SELECT")
    define(
        op, "directory.weeks_beginning(timestamptz)", WEEKS_BEGINNING, to="notifications_service"
    )
