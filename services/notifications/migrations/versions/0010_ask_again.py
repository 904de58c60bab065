"""Ask again until somebody answers, and let a delivery say what it is for."""

from alembic import op

revision = "0010"
down_revision = "0003"
branch_labels = None
depends_on = None

CHANGES = (
    "ALTER TABLE notifications.delivery ADD purpose varchar NOT NULL DEFAULT 'alert'",
    "ALTER TABLE notifications.delivery ALTER purpose DROP DEFAULT",
    # rows that stand already: row security would hide them from an UPDATE, but not from this
    """
    ALTER TABLE notifications.delivery ALTER purpose TYPE varchar
        USING CASE WHEN notice_id IS NULL THEN 'alert' ELSE 'device_notice' END
    """,
    """
    ALTER TABLE notifications.delivery
        DROP CONSTRAINT ck_delivery_case_of_alert,
        DROP CONSTRAINT ck_delivery_pupil_of_notice,
        ADD CONSTRAINT ck_delivery_case_of_alert CHECK (alert_id IS NULL OR case_id IS NOT NULL),
        ADD CONSTRAINT ck_delivery_purpose CHECK ((alert_id IS NULL) <> (purpose = 'alert')),
        DROP CONSTRAINT uq_delivery_alert_id_person_id_channel,
        ADD CONSTRAINT uq_delivery_alert_id_person_id_channel_reminder
            UNIQUE (alert_id, person_id, channel, reminder)
    """,
    "ALTER TABLE notifications.alert ADD round integer NOT NULL DEFAULT 0",
    "ALTER TABLE notifications.alert ADD target_at timestamptz",
    """
    ALTER TABLE notifications.rung ADD round integer NOT NULL DEFAULT 0,
        DROP CONSTRAINT uq_rung_alert_id_person_id,
        ADD CONSTRAINT uq_rung_alert_id_person_id_round UNIQUE (alert_id, person_id, round)
    """,
)


def upgrade() -> None:
    """Count the rounds of a ladder; each may write to the same person once more."""
    for statement in CHANGES:
        op.execute(statement)
