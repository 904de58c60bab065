"""Create the tables of concerns and cases."""

from alembic import op

revision = "0001_create_cases"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting."case" (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        reference VARCHAR NOT NULL,
        opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case PRIMARY KEY (id),
        CONSTRAINT uq_case_school_id_reference UNIQUE (school_id, reference)
    )
    """,
    """
    CREATE TABLE reporting.come_back_code (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        code_hash BYTEA NOT NULL,
        concern_id UUID NOT NULL,
        number INTEGER NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_come_back_code PRIMARY KEY (id),
        CONSTRAINT uq_come_back_code_school_id_code_hash UNIQUE (school_id, code_hash)
    )
    """,
    """CREATE INDEX ix_come_back_code_concern_id
    ON reporting.come_back_code (concern_id)""",
    """
    CREATE TABLE reporting.school_key (
        school_id UUID NOT NULL,
        wrapped BYTEA NOT NULL,
        made_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_school_key PRIMARY KEY (school_id)
    )
    """,
    """
    CREATE TABLE reporting.case_change (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        version INTEGER NOT NULL,
        kind VARCHAR NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        actor_id UUID NOT NULL,
        facts JSONB NOT NULL,
        words BYTEA,
        CONSTRAINT pk_case_change PRIMARY KEY (id),
        CONSTRAINT uq_case_change_case_id_version UNIQUE (case_id, version),
        CONSTRAINT fk_case_change_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """
    CREATE TABLE reporting.case_clearance (
        case_id UUID NOT NULL,
        person_id UUID NOT NULL,
        school_id UUID NOT NULL,
        by_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case_clearance PRIMARY KEY (case_id, person_id),
        CONSTRAINT fk_case_clearance_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """
    CREATE TABLE reporting.case_exclusion (
        case_id UUID NOT NULL,
        person_id UUID NOT NULL,
        why VARCHAR NOT NULL,
        school_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case_exclusion PRIMARY KEY (case_id, person_id, why),
        CONSTRAINT fk_case_exclusion_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """
    CREATE TABLE reporting.case_key (
        case_id UUID NOT NULL,
        school_id UUID NOT NULL,
        key_id UUID NOT NULL,
        wrapped BYTEA NOT NULL,
        CONSTRAINT pk_case_key PRIMARY KEY (case_id),
        CONSTRAINT fk_case_key_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """
    CREATE TABLE reporting.case_pupil (
        case_id UUID NOT NULL,
        pupil_id UUID NOT NULL,
        school_id UUID NOT NULL,
        role VARCHAR NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case_pupil PRIMARY KEY (case_id, pupil_id),
        CONSTRAINT fk_case_pupil_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """CREATE INDEX ix_case_pupil_school_id_pupil_id
    ON reporting.case_pupil (school_id, pupil_id)""",
    """
    CREATE TABLE reporting.case_reader (
        case_id UUID NOT NULL,
        person_id UUID NOT NULL,
        scope VARCHAR NOT NULL,
        school_id UUID NOT NULL,
        why VARCHAR NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case_reader PRIMARY KEY (case_id, person_id, scope),
        CONSTRAINT fk_case_reader_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """CREATE INDEX ix_case_reader_school_id_person_id_scope_case_id
    ON reporting.case_reader (school_id, person_id, scope, case_id)""",
    """
    CREATE TABLE reporting.case_summary (
        case_id UUID NOT NULL,
        school_id UUID NOT NULL,
        reference VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        state VARCHAR NOT NULL,
        severity VARCHAR NOT NULL,
        danger BOOLEAN NOT NULL,
        kind VARCHAR NOT NULL,
        risk_area VARCHAR NOT NULL,
        source VARCHAR NOT NULL,
        about_adult VARCHAR NOT NULL,
        needs_lado BOOLEAN NOT NULL,
        has_outcome BOOLEAN NOT NULL,
        owner_id UUID,
        opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
        waiting_since TIMESTAMP WITH TIME ZONE NOT NULL,
        acknowledged_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_case_summary PRIMARY KEY (case_id),
        CONSTRAINT fk_case_summary_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """CREATE INDEX ix_case_summary_inbox
    ON reporting.case_summary (school_id, (NOT danger), waiting_since, case_id)
    WHERE state <> 'closed'""",
    """CREATE INDEX ix_case_summary_new
    ON reporting.case_summary (school_id) WHERE state = 'new'""",
    """CREATE INDEX ix_case_summary_owner
    ON reporting.case_summary (school_id, owner_id)
    WHERE state <> 'closed'""",
    """
    CREATE TABLE reporting.chronology (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        kind VARCHAR NOT NULL,
        source_id UUID NOT NULL,
        actor_id UUID NOT NULL,
        CONSTRAINT pk_chronology PRIMARY KEY (id),
        CONSTRAINT uq_chronology_case_id_source_id_kind UNIQUE (case_id, source_id, kind),
        CONSTRAINT fk_chronology_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """CREATE INDEX ix_chronology_case_id_at_id
    ON reporting.chronology (case_id, at, id)""",
    """
    CREATE TABLE reporting.concern (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        source VARCHAR NOT NULL,
        reporter_id UUID,
        chosen_adult_id UUID,
        received_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_concern PRIMARY KEY (id),
        CONSTRAINT fk_concern_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """CREATE INDEX ix_concern_case_id
    ON reporting.concern (case_id)""",
    """CREATE INDEX ix_concern_school_id_received_at
    ON reporting.concern (school_id, received_at)""",
    """
    CREATE TABLE reporting.device_link (
        link_id UUID NOT NULL,
        case_id UUID NOT NULL,
        school_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_device_link PRIMARY KEY (link_id),
        CONSTRAINT uq_device_link_case_id UNIQUE (case_id),
        CONSTRAINT fk_device_link_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """
    CREATE TABLE reporting.read_mark (
        case_id UUID NOT NULL,
        person_id UUID NOT NULL,
        how VARCHAR NOT NULL,
        school_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_read_mark PRIMARY KEY (case_id, person_id, how),
        CONSTRAINT fk_read_mark_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """
    CREATE TABLE reporting.concern_revision (
        id UUID NOT NULL,
        concern_id UUID NOT NULL,
        version INTEGER NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
        answers BYTEA NOT NULL,
        content_hash BYTEA NOT NULL,
        CONSTRAINT pk_concern_revision PRIMARY KEY (id),
        CONSTRAINT uq_concern_revision_concern_id_version UNIQUE (concern_id, version),
        CONSTRAINT fk_concern_revision_concern_id FOREIGN KEY(concern_id)
            REFERENCES reporting.concern (id),
        CONSTRAINT fk_concern_revision_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    """CREATE INDEX ix_concern_revision_case_id
    ON reporting.concern_revision (case_id)""",
    """
    CREATE TABLE reporting.receipt (
        concern_id UUID NOT NULL,
        version INTEGER NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        reporter_id UUID NOT NULL,
        idempotency_key VARCHAR NOT NULL,
        content_hash BYTEA NOT NULL,
        sent_at TIMESTAMP WITH TIME ZONE NOT NULL,
        answer JSONB NOT NULL,
        CONSTRAINT pk_receipt PRIMARY KEY (concern_id, version),
        CONSTRAINT uq_receipt_school_id_reporter_id_idempotency_key_version
            UNIQUE (school_id, reporter_id, idempotency_key, version),
        CONSTRAINT fk_receipt_concern_id FOREIGN KEY(concern_id)
            REFERENCES reporting.concern (id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    """CREATE INDEX ix_receipt_school_id_reporter_id_sent_at
    ON reporting.receipt (school_id, reporter_id, sent_at)""",
)


def upgrade() -> None:
    """Create every table and index."""
    for statement in TABLES:
        op.execute(statement)
