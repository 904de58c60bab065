"""Let a child who tells more open their case anew, in the worst reading of all that they told."""

from alembic import op

from services.shared.migrations import define

revision = "0902_tell_again"
down_revision = "0901_empty_exports"
branch_labels = None
depends_on = None

# Whoever has taken the case and may not read the new words does not keep it; everybody else looks
# again. An answer never becomes milder: a "yes" to "is it about a grown-up" stays one.
TOLD_AGAIN = """
    CREATE FUNCTION reporting.told_again(
        report_id uuid, wanted text, lado boolean, about text, told_at timestamptz)
    RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
        UPDATE reporting.case_summary s SET
            version = s.version + 1,
            needs_lado = s.needs_lado OR lado,
            danger = s.danger OR wanted = 'critical',
            severity = CASE
                WHEN array_position(ARRAY['critical', 'high', 'medium', 'low'], wanted)
                     < array_position(ARRAY['critical', 'high', 'medium', 'low'], s.severity::text)
                THEN wanted ELSE s.severity END,
            about_adult = CASE
                WHEN array_position(ARRAY['yes', 'not_sure', 'skipped', 'no'], about)
                     < array_position(ARRAY['yes', 'not_sure', 'skipped', 'no'],
                                      s.about_adult::text)
                THEN about ELSE s.about_adult END,
            owner_id = k.owner_id,
            state = CASE WHEN k.owner_id IS NULL THEN 'new' ELSE 'taken' END,
            acknowledged_at = NULL,
            waiting_since = CASE WHEN s.state = 'closed' THEN told_at ELSE s.waiting_since END
        FROM reporting.receipt m
        JOIN LATERAL (
            SELECT c.case_id, CASE
                WHEN c.state = 'closed' OR c.owner_id IS NULL
                     OR reporting.is_kept_out(c.case_id, c.owner_id)
                THEN NULL ELSE c.owner_id END AS owner_id
            FROM reporting.case_summary c WHERE c.case_id = m.case_id) k ON true
        WHERE m.concern_id = $1 AND m.version = 1 AND m.case_id = s.case_id
        AND m.school_id = directory.current_school()
        AND m.reporter_id = directory.current_person()
    $$
"""


def upgrade() -> None:
    """Put the fuller function in the place of the one that only raised the urgency."""
    op.execute("DROP FUNCTION reporting.raise_urgency(uuid, text, boolean)")
    signature = "reporting.told_again(uuid, text, boolean, text, timestamptz)"
    define(op, signature, TOLD_AGAIN, to="reporting_service")
