"""Say which alerts are about the same, and keep which concerns were folded into one."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0020"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = (
    "ALTER TABLE notifications.alert ADD COLUMN about_id UUID",
    """CREATE INDEX ix_alert_school_id_about_id_raised_at
    ON notifications.alert (school_id, about_id, raised_at)""",
    """
    CREATE TABLE notifications.folded (
        concern_id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        alert_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_folded PRIMARY KEY (concern_id),
        CONSTRAINT fk_folded_alert_id FOREIGN KEY(alert_id) REFERENCES notifications.alert (id)
    )
    """,
    "CREATE INDEX ix_folded_alert_id ON notifications.folded (alert_id)",
    "CREATE INDEX ix_folded_case_id ON notifications.folded (case_id)",
)


def upgrade() -> None:
    """Keep a folded concern as a record: rows are only added."""
    for statement in TABLES:
        op.execute(statement)
    protect(op, "notifications.folded")
    grant(op, "notifications.folded", to="notifications_service", rights="SELECT, INSERT")
