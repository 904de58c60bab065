"""Say whether a colleague may be told that a task waits for them."""

from alembic import op

from services.shared.migrations import define

revision = "0983_say_that_a_task_waits"
down_revision = "0981_chase_what_is_overdue"
branch_labels = None
depends_on = None

# Not for whom the case is kept from since, nor once it is answered; no reason is given (G-12).
TASK_WAITS = """
    CREATE FUNCTION published.task_waits(task uuid, person uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        given reporting.assignment;
    BEGIN
        SELECT * INTO given FROM reporting.assignment
        WHERE id = task AND asked_id = person AND school_id = directory.current_school();
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended(given.case_id::text, 7));
        RETURN NOT reporting.is_kept_out(given.case_id, person) AND NOT EXISTS (
            SELECT FROM reporting.assignment_answer a WHERE a.assignment_id = task);
    END $$
"""


def upgrade() -> None:
    """Notifications asks it right before the message leaves."""
    define(op, "published.task_waits(uuid, uuid)", TASK_WAITS, to="notifications_service")
