"""Let a message to whoever told be read by them alone, and know that it was read."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0940_write_both_ways"
down_revision = "0920_steer_cases"
branch_labels = None
depends_on = None

TABLES = (
    "ALTER TABLE reporting.come_back_code ADD COLUMN locator_hash BYTEA",
    """
    CREATE TABLE reporting.message_read (
        change_id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_message_read PRIMARY KEY (change_id),
        CONSTRAINT fk_message_read_change_id FOREIGN KEY(change_id)
            REFERENCES reporting.case_change (id)
    )
    """,
    "CREATE INDEX ix_message_read_case_id ON reporting.message_read (case_id)",
)
# A message is a change of the case that names the concern it answers; notes are never among them.
MY_MESSAGES = """
    CREATE FUNCTION reporting.my_messages(report_id uuid)
    RETURNS TABLE (change_id uuid, case_id uuid, actor_id uuid, sent_at timestamptz, words bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT c.id, c.case_id, c.actor_id, c.at, c.words
        FROM reporting.receipt m JOIN reporting.case_change c ON c.case_id = m.case_id
        WHERE m.concern_id = $1 AND m.version = 1
        AND m.school_id = directory.current_school()
        AND m.reporter_id = directory.current_person()
        AND c.kind = 'message_sent' AND c.facts ->> 'concern_id' = $1::text
        ORDER BY c.version DESC LIMIT 200
    $$
"""
MY_REPORTS = """
    CREATE FUNCTION reporting.my_reports()
    RETURNS TABLE (report_id uuid, reference text, sent_at timestamptz, state text,
                   seen_at timestamptz, messages bigint, unread bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT m.concern_id, s.reference::text, m.sent_at, s.state::text,
               (SELECT min(o.at) FROM reporting.read_mark o
                WHERE o.case_id = m.case_id AND o.person_id <> m.reporter_id),
               w.messages, w.unread
        FROM reporting.receipt m JOIN reporting.case_summary s ON s.case_id = m.case_id
        CROSS JOIN LATERAL (
            SELECT count(*) AS messages, count(*) FILTER (WHERE r.change_id IS NULL) AS unread
            FROM reporting.case_change c
            LEFT JOIN reporting.message_read r ON r.change_id = c.id
            WHERE c.case_id = m.case_id AND c.kind = 'message_sent'
            AND c.facts ->> 'concern_id' = m.concern_id::text) w
        WHERE m.school_id = directory.current_school()
        AND m.reporter_id = directory.current_person() AND m.version = 1
        ORDER BY m.sent_at DESC, m.concern_id LIMIT 200
    $$
"""
COME_BACK = """
    CREATE FUNCTION reporting.come_back(wanted bytea, at timestamptz)
    RETURNS TABLE (sent_at timestamptz, read_by uuid[], has_message boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT n.received_at, ARRAY (
            SELECT DISTINCT ON (o.person_id) o.person_id FROM reporting.read_mark o
            WHERE o.case_id = n.case_id AND NOT reporting.is_kept_out(n.case_id, o.person_id)),
            EXISTS (
                SELECT FROM reporting.case_change m
                WHERE m.case_id = n.case_id AND m.kind = 'message_sent'
                AND m.facts ->> 'concern_id' = n.id::text)
        FROM reporting.come_back_code c JOIN reporting.concern n ON n.id = c.concern_id
        WHERE c.school_id = directory.current_school() AND c.code_hash = wanted
        AND c.expires_at > at
    $$
"""


def upgrade() -> None:
    """Put the fuller functions in the place of those that knew of no messages."""
    to = "reporting_service"
    for statement in TABLES:
        op.execute(statement)
    protect(op, "reporting.message_read", "reporting.reads_case(case_id, 'whole')")
    grant(op, "reporting.message_read", to=to, rights="SELECT, INSERT")
    for name in ("my_reports()", "come_back(bytea, timestamptz)"):
        op.execute(f"DROP FUNCTION reporting.{name}")
    define(op, "reporting.my_messages(uuid)", MY_MESSAGES, to=to)
    define(op, "reporting.my_reports()", MY_REPORTS, to=to)
    define(op, "reporting.come_back(bytea, timestamptz)", COME_BACK, to=to)
