"""Keep who has read which version of a procedure, and what that version said."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0985_note_who_has_read"
down_revision = "0984_come_back_with_card"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting.procedure_text (
        school_id UUID NOT NULL,
        procedure_id VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        content JSONB NOT NULL,
        stored_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_procedure_text PRIMARY KEY (school_id, procedure_id, version)
    )
    """,
    """
    CREATE TABLE reporting.procedure_reading (
        person_id UUID NOT NULL,
        procedure_id VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        school_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_procedure_reading PRIMARY KEY (person_id, procedure_id, version),
        CONSTRAINT fk_procedure_reading_school_id
            FOREIGN KEY(school_id, procedure_id, version)
            REFERENCES reporting.procedure_text (school_id, procedure_id, version)
    )
    """,
    """CREATE INDEX ix_procedure_reading_school_id_procedure_id_version
    ON reporting.procedure_reading (school_id, procedure_id, version)""",
)
# A colleague sees their own receipts; whoever leads the school sees who has yet to read.
THEIRS_OR_LEADS = (
    "person_id = directory.current_person() OR EXISTS (SELECT FROM directory.role_holder h"
    " WHERE h.person_id = directory.current_person() AND h.role IN ('head', 'dsl', 'ddsl', 'slt'))"
)


def upgrade() -> None:
    """Make both tables; neither is ever changed."""
    for statement in TABLES:
        op.execute(statement)
    protect(op, "reporting.procedure_text")
    protect(op, "reporting.procedure_reading", THEIRS_OR_LEADS)
    for table in ("procedure_text", "procedure_reading"):
        grant(op, f"reporting.{table}", to="reporting_service", rights="SELECT, INSERT")
