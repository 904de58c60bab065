"""Keep that a record left the school, and for a day the sealed archive."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0900_exports"
down_revision = "0002_say_who_reads"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting.export (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        pupil_id UUID NOT NULL,
        maker_id UUID NOT NULL,
        idempotency_key VARCHAR NOT NULL,
        profile VARCHAR NOT NULL,
        made_at TIMESTAMP WITH TIME ZONE NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        file_name VARCHAR NOT NULL,
        content_sha256 BYTEA NOT NULL,
        key_id UUID NOT NULL,
        key_wrapped BYTEA NOT NULL,
        reason BYTEA NOT NULL,
        CONSTRAINT pk_export PRIMARY KEY (id),
        CONSTRAINT uq_export_school_id_maker_id_idempotency_key
            UNIQUE (school_id, maker_id, idempotency_key)
    )
    """,
    """CREATE INDEX ix_export_school_id_pupil_id_made_at
    ON reporting.export (school_id, pupil_id, made_at)""",
    """
    CREATE TABLE reporting.export_archive (
        export_id UUID NOT NULL,
        school_id UUID NOT NULL,
        maker_id UUID NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        content BYTEA,
        CONSTRAINT pk_export_archive PRIMARY KEY (export_id),
        CONSTRAINT fk_export_archive_export_id FOREIGN KEY(export_id)
            REFERENCES reporting.export (id)
    )
    """,
    """CREATE INDEX ix_export_archive_expires_at
    ON reporting.export_archive (expires_at)""",
)
MAKER = "maker_id = directory.current_person()"


def upgrade() -> None:
    """Only the maker reads an export; the worker empties archives that have expired."""
    for statement in TABLES:
        op.execute(statement)
    protect(op, "reporting.export", MAKER)
    protect(op, "reporting.export_archive", f"{MAKER} OR directory.is_system()")
    to = "reporting_service"
    grant(op, "reporting.export", to=to, rights="SELECT, INSERT")
    grant(op, "reporting.export_archive", to=to, rights="SELECT, INSERT, UPDATE (content)")
