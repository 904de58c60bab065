"""Let devices ask whether somebody may know that a device belongs to a case."""

from alembic import op

from services.shared.migrations import define

revision = "0903_say_who_knows_a_link"
down_revision = "0902_tell_again"
branch_labels = None
depends_on = None

# Positive only: false for a link that nobody made, and for whoever is kept out (G-12).
KNOWS_LINK = """
    CREATE FUNCTION published.knows_link(link_id uuid, person_id uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT EXISTS (
            SELECT FROM reporting.device_link l
            JOIN reporting.case_reader r ON r.case_id = l.case_id
            WHERE l.link_id = $1 AND l.school_id = directory.current_school()
            AND r.person_id = $2 AND r.scope = 'whole'
            AND NOT reporting.is_kept_out(l.case_id, $2))
    $$
"""


def upgrade() -> None:
    """Define what devices asks before it says that a device belongs to a case."""
    define(op, "published.knows_link(uuid, uuid)", KNOWS_LINK, to="devices_service")
