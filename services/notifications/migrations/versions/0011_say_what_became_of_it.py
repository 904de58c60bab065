"""Remember who opened what they were told of, and let readers see who answered."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHANGES = (
    "ALTER TABLE notifications.delivery ADD opened_at timestamptz",
    "CREATE INDEX ix_delivery_case_id_queued_at ON notifications.delivery (case_id, queued_at, id)",
    "DROP INDEX notifications.ix_delivery_case_id",
    """
    ALTER POLICY reads ON notifications.case_answer USING (
        school_id = directory.current_school() AND (directory.is_system()
            OR published.case_readers(case_id, directory.current_person())))
    """,
)


def upgrade() -> None:
    """Add what the ledger of a case shows beside the sending itself."""
    for statement in CHANGES:
        op.execute(statement)
