"""Keep when the readers of a case were told that something in it is overdue."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0981_chase_what_is_overdue"
down_revision = "0972_list_what_a_parent_was_told"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting.case_chase (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case_chase PRIMARY KEY (id),
        CONSTRAINT fk_case_chase_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    "CREATE INDEX ix_case_chase_case_id_at ON reporting.case_chase (case_id, at)",
    "CREATE INDEX ix_planned_item_due_at ON reporting.planned_item (due_at)",
)
# Whoever leads the case is asked; where nobody does, everybody who reads the whole of it.
OVERDUE_CASES = """
    CREATE FUNCTION reporting.overdue_cases(
        at timestamptz, since timestamptz, beyond uuid, most int)
    RETURNS TABLE (school_id uuid, case_id uuid, people uuid[])
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT s.school_id, s.case_id, ARRAY(
            SELECT r.person_id FROM reporting.case_reader r
            WHERE r.case_id = s.case_id AND r.scope = 'whole'
            AND (r.person_id = s.owner_id OR NOT EXISTS (
                SELECT FROM reporting.case_reader o
                WHERE o.case_id = s.case_id AND o.scope = 'whole' AND o.person_id = s.owner_id))
            ORDER BY r.person_id)
        FROM (SELECT DISTINCT i.case_id FROM reporting.planned_item i WHERE i.due_at <= at) late
        JOIN reporting.case_summary s ON s.case_id = late.case_id
        WHERE s.state <> 'closed' AND s.case_id > beyond AND NOT EXISTS (
            SELECT FROM reporting.case_chase c WHERE c.case_id = s.case_id AND c.at > since)
        ORDER BY s.case_id LIMIT most
    $$
"""


def upgrade() -> None:
    """Let the worker find them, and write down whom it asked; nobody else sees or adds a row."""
    for statement in TABLES:
        op.execute(statement)
    to = "reporting_service"
    worker = "'00000000-0000-4000-8000-000000000002'::uuid"
    protect(op, "reporting.case_chase", f"directory.current_person() = {worker}")
    grant(op, "reporting.case_chase", to=to, rights="SELECT, INSERT")
    signature = "reporting.overdue_cases(timestamptz, timestamptz, uuid, int)"
    define(op, signature, OVERDUE_CASES, to=to)
