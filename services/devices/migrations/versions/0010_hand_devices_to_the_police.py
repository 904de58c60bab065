"""A device is searched, handed to the police and brought back by them (dw3, dw5)."""

from alembic import op

revision = "0010"
down_revision = "0002"
branch_labels = None
depends_on = None

# With the police a device is in no place of the school, with no colleague and with no family.
CHANGES = (
    "ALTER TABLE devices.custody_event DROP CONSTRAINT ck_custody_event_act",
    """
    ALTER TABLE devices.custody_event ADD CONSTRAINT ck_custody_event_act CHECK (act IN
        ('taken', 'confirmed', 'stored', 'handed_over', 'held_as_evidence', 'hold_lifted',
         'linked', 'returned', 'searched', 'handed_to_police', 'returned_by_police'))
    """,
    """
    ALTER TABLE devices.custody_event ADD CONSTRAINT ck_custody_event_police_named
        CHECK (act NOT IN ('handed_to_police', 'returned_by_police') OR words_sealed IS NOT NULL)
    """,
    """
    ALTER TABLE devices.custody_event ADD CONSTRAINT ck_custody_event_back_into_a_place
        CHECK (act <> 'returned_by_police' OR place_id IS NOT NULL)
    """,
    "ALTER TABLE devices.device_state DROP CONSTRAINT ck_device_state_state",
    """
    ALTER TABLE devices.device_state ADD CONSTRAINT ck_device_state_state CHECK (state IN
        ('safe_keeping', 'held', 'held_as_evidence', 'with_police', 'returned'))
    """,
    "ALTER TABLE devices.device_state DROP CONSTRAINT ck_device_state_in_one_place",
    """
    ALTER TABLE devices.device_state ADD CONSTRAINT ck_device_state_in_one_place
        CHECK (num_nonnulls(place_id, keeper_id, returned_to)
               = CASE WHEN state = 'with_police' THEN 0 ELSE 1 END)
    """,
)


def upgrade() -> None:
    """Let a device be with the police."""
    for statement in CHANGES:
        op.execute(statement)
