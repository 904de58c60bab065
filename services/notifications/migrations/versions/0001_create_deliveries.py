"""Create alerts, deliveries, and what the worker asks before it knows the school."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE notifications.alert (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        concern_id UUID NOT NULL,
        urgency VARCHAR NOT NULL,
        raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
        next_rung_at TIMESTAMP WITH TIME ZONE,
        answered_at TIMESTAMP WITH TIME ZONE,
        answered_by UUID,
        CONSTRAINT pk_alert PRIMARY KEY (id),
        CONSTRAINT uq_alert_concern_id UNIQUE (concern_id)
    )
    """,
    "CREATE INDEX ix_alert_case_id ON notifications.alert (case_id)",
    "CREATE INDEX ix_alert_next_rung_at ON notifications.alert (next_rung_at)",
    """
    CREATE TABLE notifications.rung (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        alert_id UUID NOT NULL,
        person_id UUID NOT NULL,
        role VARCHAR NOT NULL,
        climbed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_rung PRIMARY KEY (id),
        CONSTRAINT uq_rung_alert_id_person_id UNIQUE (alert_id, person_id),
        CONSTRAINT fk_rung_alert_id FOREIGN KEY (alert_id) REFERENCES notifications.alert (id)
    )
    """,
    """
    CREATE TABLE notifications.case_answer (
        case_id UUID NOT NULL,
        school_id UUID NOT NULL,
        job_id BIGINT NOT NULL,
        person_id UUID,
        answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case_answer PRIMARY KEY (case_id)
    )
    """,
    """
    CREATE TABLE notifications.delivery (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        alert_id UUID,
        case_id UUID,
        notice_id UUID,
        pupil_id UUID,
        person_id UUID NOT NULL,
        channel VARCHAR NOT NULL,
        by_ladder BOOLEAN NOT NULL,
        state VARCHAR NOT NULL,
        reason VARCHAR,
        attempts INTEGER NOT NULL,
        queued_at TIMESTAMP WITH TIME ZONE NOT NULL,
        next_attempt_at TIMESTAMP WITH TIME ZONE,
        accepted_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_delivery PRIMARY KEY (id),
        CONSTRAINT uq_delivery_alert_id_person_id_channel UNIQUE (alert_id, person_id, channel),
        CONSTRAINT uq_delivery_notice_id_person_id_channel UNIQUE (notice_id, person_id, channel),
        CONSTRAINT ck_delivery_one_cause CHECK ((alert_id IS NULL) <> (notice_id IS NULL)),
        CONSTRAINT ck_delivery_case_of_alert CHECK ((alert_id IS NULL) = (case_id IS NULL)),
        CONSTRAINT ck_delivery_pupil_of_notice CHECK ((notice_id IS NULL) = (pupil_id IS NULL)),
        CONSTRAINT fk_delivery_alert_id FOREIGN KEY (alert_id) REFERENCES notifications.alert (id)
    )
    """,
    "CREATE INDEX ix_delivery_case_id ON notifications.delivery (case_id)",
    """CREATE INDEX ix_delivery_person_id_alert_id
    ON notifications.delivery (person_id, alert_id)""",
    "CREATE INDEX ix_delivery_next_attempt_at ON notifications.delivery (next_attempt_at)",
    """
    CREATE TABLE notifications.delivery_attempt (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        delivery_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        state VARCHAR NOT NULL,
        reason VARCHAR,
        answer_code INTEGER,
        CONSTRAINT pk_delivery_attempt PRIMARY KEY (id),
        CONSTRAINT fk_delivery_attempt_delivery_id FOREIGN KEY (delivery_id)
            REFERENCES notifications.delivery (id)
    )
    """,
    """CREATE INDEX ix_delivery_attempt_delivery_id
    ON notifications.delivery_attempt (delivery_id)""",
    """
    CREATE TABLE notifications.worker_beat (
        name VARCHAR NOT NULL,
        beat_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_worker_beat PRIMARY KEY (name)
    )
    """,
)

# The sweep, the ladder and the health page look over all schools: ids and counts, nothing else.
DUE_DELIVERIES = """
CREATE FUNCTION notifications.due_deliveries(at timestamptz, most int)
RETURNS TABLE (school_id uuid, delivery_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT d.school_id, d.id FROM notifications.delivery d
    WHERE d.next_attempt_at <= at ORDER BY d.next_attempt_at LIMIT most
$$"""
DUE_ALERTS = """
CREATE FUNCTION notifications.due_alerts(at timestamptz, most int)
RETURNS TABLE (school_id uuid, alert_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT a.school_id, a.id FROM notifications.alert a
    WHERE a.next_rung_at <= at ORDER BY a.next_rung_at LIMIT most
$$"""
WAITING = """
CREATE FUNCTION notifications.waiting()
RETURNS TABLE (undelivered bigint, oldest_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT count(*), min(d.queued_at) FROM notifications.delivery d
    WHERE d.next_attempt_at IS NOT NULL
$$"""
TOLD_ME = """
CREATE FUNCTION notifications.told_me(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM notifications.delivery d
                   WHERE d.alert_id = wanted AND d.person_id = directory.current_person())
$$"""

MINE = "directory.is_system() OR person_id = directory.current_person()"
RECORDS = "SELECT, INSERT"
WORKING = "SELECT, INSERT, UPDATE"
# table: (who may read a row beyond its school, rights of the service)
GUARDS = {
    "alert": ("directory.is_system() OR notifications.told_me(id)", WORKING),
    "rung": (MINE, RECORDS),
    "case_answer": ("directory.is_system()", WORKING),
    "delivery": (
        f"{MINE} OR published.case_readers(case_id, directory.current_person())",
        WORKING,
    ),
    "delivery_attempt": ("directory.is_system()", RECORDS),
}


def upgrade() -> None:
    """Tables first, then the functions that look over all schools, then row security."""
    to = "notifications_service"
    for statement in TABLES:
        op.execute(statement)
    define(op, "notifications.due_deliveries(timestamptz, int)", DUE_DELIVERIES, to=to)
    define(op, "notifications.due_alerts(timestamptz, int)", DUE_ALERTS, to=to)
    define(op, "notifications.waiting()", WAITING, to=to)
    define(op, "notifications.told_me(uuid)", TOLD_ME, to=to)
    for table, (using, rights) in GUARDS.items():
        protect(op, f"notifications.{table}", using)
        grant(op, f"notifications.{table}", to=to, rights=rights)
    grant(op, "notifications.worker_beat", to=to, rights=WORKING)
