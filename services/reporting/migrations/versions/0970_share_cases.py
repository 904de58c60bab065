"""Keep what was shared of a case with somebody outside, and what they did with it."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0970_share_cases"
down_revision = "0960_ask_colleagues"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting.share (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        role VARCHAR NOT NULL,
        name VARCHAR NOT NULL,
        organisation VARCHAR NOT NULL,
        email VARCHAR NOT NULL,
        phone VARCHAR NOT NULL,
        ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
        reason BYTEA NOT NULL,
        facts BYTEA,
        shared_by UUID NOT NULL,
        shared_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_share PRIMARY KEY (id),
        CONSTRAINT fk_share_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    "CREATE INDEX ix_share_case_id_shared_at_id ON reporting.share (case_id, shared_at, id)",
    """
    CREATE TABLE reporting.share_event (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        share_id UUID NOT NULL,
        seq INTEGER NOT NULL,
        act VARCHAR NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_person_id UUID,
        link_id UUID,
        words BYTEA,
        ticket_sha256 BYTEA,
        CONSTRAINT pk_share_event PRIMARY KEY (id),
        CONSTRAINT uq_share_event_share_id_seq UNIQUE (share_id, seq),
        CONSTRAINT fk_share_event_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id),
        CONSTRAINT fk_share_event_share_id FOREIGN KEY(share_id) REFERENCES reporting.share (id)
    )
    """,
    "CREATE INDEX ix_share_event_case_id ON reporting.share_event (case_id)",
    "CREATE INDEX ix_share_event_link_id ON reporting.share_event (link_id)",
)
WHOLE = "reporting.reads_case(case_id, 'whole')"
# The only things known of a link before its code is given.
SHARE_OF_LINK = """
    CREATE FUNCTION reporting.share_of_link(wanted uuid)
    RETURNS TABLE (share_id uuid, school_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT e.share_id, e.school_id FROM reporting.share_event e
        WHERE e.link_id = wanted AND e.act = 'new_link'
    $$
"""
# Where a link is mailed to; NULL where it must not leave any more. Asked in the sending
# transaction: the share may have ended since, or a newer link have taken this one's place.
SHARE_MAILBOX = """
    CREATE FUNCTION published.share_mailbox(link uuid, at_moment timestamptz) RETURNS text
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        made reporting.share_event;
    BEGIN
        SELECT * INTO made FROM reporting.share_event
        WHERE link_id = link AND act = 'new_link' AND school_id = directory.current_school();
        IF NOT FOUND THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended(made.case_id::text, 7));
        RETURN (
            SELECT s.email FROM reporting.share s
            WHERE s.id = made.share_id AND s.ends_at > at_moment AND NOT EXISTS (
                SELECT FROM reporting.share_event e WHERE e.share_id = s.id
                AND (e.act = 'revoked' OR (e.act = 'new_link' AND e.seq > made.seq))));
    END $$
"""


def upgrade() -> None:
    """Whoever reads the whole case reads these; nothing in them is ever changed."""
    for statement in TABLES:
        op.execute(statement)
    for table in ("share", "share_event"):
        protect(op, f"reporting.{table}", WHOLE)
        grant(op, f"reporting.{table}", to="reporting_service", rights="SELECT, INSERT")
    define(op, "reporting.share_of_link(uuid)", SHARE_OF_LINK, to="reporting_service")
    signature = "published.share_mailbox(uuid,timestamptz)"
    define(op, signature, SHARE_MAILBOX, to="notifications_service")
