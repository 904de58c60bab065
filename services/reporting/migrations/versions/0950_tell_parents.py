"""Keep what parents were told about a case, what was decided, and what they answered."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0950_tell_parents"
down_revision = "0940_write_both_ways"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting.parent_decision (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        pupil_id UUID NOT NULL,
        guardian_id UUID NOT NULL,
        answer VARCHAR NOT NULL,
        review_on DATE,
        change_version INTEGER NOT NULL,
        decided_by UUID NOT NULL,
        decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_parent_decision PRIMARY KEY (id),
        CONSTRAINT fk_parent_decision_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id),
        CONSTRAINT ck_parent_decision_review CHECK ((answer = 'no') = (review_on IS NULL))
    )
    """,
    """CREATE INDEX ix_parent_decision_case_id_guardian_id_decided_at
    ON reporting.parent_decision (case_id, guardian_id, decided_at)""",
    """
    CREATE TABLE reporting.parent_notice (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        pupil_id UUID NOT NULL,
        guardian_id UUID NOT NULL,
        template VARCHAR NOT NULL,
        words BYTEA NOT NULL,
        released_by UUID NOT NULL,
        released_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_parent_notice PRIMARY KEY (id),
        CONSTRAINT fk_parent_notice_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """CREATE INDEX ix_parent_notice_case_id_released_at_id
    ON reporting.parent_notice (case_id, released_at, id)""",
    """
    CREATE TABLE reporting.parent_notice_event (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        notice_id UUID NOT NULL,
        seq INTEGER NOT NULL,
        act VARCHAR NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_person_id UUID,
        words BYTEA,
        ticket_sha256 BYTEA,
        CONSTRAINT pk_parent_notice_event PRIMARY KEY (id),
        CONSTRAINT uq_parent_notice_event_notice_id_seq UNIQUE (notice_id, seq),
        CONSTRAINT fk_parent_notice_event_case_id FOREIGN KEY(case_id)
            REFERENCES reporting."case" (id),
        CONSTRAINT fk_parent_notice_event_notice_id FOREIGN KEY(notice_id)
            REFERENCES reporting.parent_notice (id)
    )
    """,
    "CREATE INDEX ix_parent_notice_event_case_id ON reporting.parent_notice_event (case_id)",
)
WHOLE = "reporting.reads_case(case_id, 'whole')"
# The only thing known of a notice before its code is given.
SCHOOL_OF_NOTICE = """
    CREATE FUNCTION reporting.school_of_parent_notice(wanted uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT school_id FROM reporting.parent_notice WHERE id = wanted
    $$
"""
# May the mail about this notice still leave? Asked in the sending transaction: the newest decision
# about this guardian counts, and whoever the case keeps out is not written to. A notice that is not
# ours (a device's) is nothing that we stop.
NOTICE_IS_STOPPED = """
    CREATE FUNCTION published.notice_is_stopped(notice uuid) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
        told reporting.parent_notice;
    BEGIN
        SELECT * INTO told FROM reporting.parent_notice
        WHERE id = notice AND school_id = directory.current_school();
        IF NOT FOUND THEN
            RETURN false;
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended(told.case_id::text, 7));
        RETURN reporting.is_kept_out(told.case_id, told.guardian_id) OR 'no' IS DISTINCT FROM (
            SELECT d.answer FROM reporting.parent_decision d
            WHERE d.case_id = told.case_id AND d.guardian_id = told.guardian_id
            ORDER BY d.decided_at DESC, d.change_version DESC LIMIT 1);
    END $$
"""


def upgrade() -> None:
    """Whoever reads the whole case reads these; nothing in them is ever changed."""
    for statement in TABLES:
        op.execute(statement)
    for table in ("parent_decision", "parent_notice", "parent_notice_event"):
        protect(op, f"reporting.{table}", WHOLE)
        grant(op, f"reporting.{table}", to="reporting_service", rights="SELECT, INSERT")
    define(
        op,
        "reporting.school_of_parent_notice(uuid)",
        SCHOOL_OF_NOTICE,
        to="reporting_service",
    )
    define(op, "published.notice_is_stopped(uuid)", NOTICE_IS_STOPPED, to="notifications_service")
