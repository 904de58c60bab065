"""Keep each person's own quiet times."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = """
    CREATE TABLE notifications.preference (
        person_id UUID NOT NULL,
        school_id UUID NOT NULL,
        quiet_in_class BOOLEAN NOT NULL,
        quiet_evenings BOOLEAN NOT NULL,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_preference PRIMARY KEY (person_id)
    )
"""


def upgrade() -> None:
    """Only the person and the worker that sends read a row."""
    op.execute(TABLE)
    mine = "directory.is_system() OR person_id = directory.current_person()"
    protect(op, "notifications.preference", mine)
    rights = "SELECT, INSERT, UPDATE"
    grant(op, "notifications.preference", to="notifications_service", rights=rights)
