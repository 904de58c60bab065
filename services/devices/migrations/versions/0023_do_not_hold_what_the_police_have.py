"""Count only what the school itself still holds: a device that the police took is not held here."""

from alembic import op

from services.shared.migrations import define

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# A case closes once its device is back with the family or handed over (G-19): the police may keep
# one for a year, and the hand-over with its receipt is what the school has to show.
HELD_DEVICES = """
CREATE FUNCTION published.held_devices(link_id uuid) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
    AS $$
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(held_devices.link_id::text, 7));
        RETURN (SELECT count(*) FROM devices.device_state AS one
                WHERE one.link_id = held_devices.link_id
                  AND one.state NOT IN ('returned', 'with_police')
                  AND one.school_id = directory.current_school());
    END
    $$
"""


def upgrade() -> None:
    """Put the narrower count in the place of the one that never let such a case close."""
    op.execute("DROP FUNCTION published.held_devices(uuid)")
    define(op, "published.held_devices(uuid)", HELD_DEVICES, to="reporting_service")
