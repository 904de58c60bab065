"""Pause cases, say which part a child has in one, and plan what is due when."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0920_steer_cases"
down_revision = "0910_run_procedures"
branch_labels = None
depends_on = None

WHOLE = "reporting.reads_case(case_id, 'whole')"
TABLES = (
    "ALTER TABLE reporting.case_summary ADD COLUMN paused_until DATE",
    """
    CREATE TABLE reporting.case_pupil_role (
        case_id UUID NOT NULL,
        pupil_id UUID NOT NULL,
        number INTEGER NOT NULL,
        school_id UUID NOT NULL,
        role VARCHAR NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        actor_id UUID NOT NULL,
        CONSTRAINT pk_case_pupil_role PRIMARY KEY (case_id, pupil_id, number),
        CONSTRAINT fk_case_pupil_role_case_id FOREIGN KEY(case_id, pupil_id)
            REFERENCES reporting.case_pupil (case_id, pupil_id)
    )
    """,
    """
    CREATE TABLE reporting.planned_item (
        case_id UUID NOT NULL,
        key VARCHAR NOT NULL,
        school_id UUID NOT NULL,
        kind VARCHAR NOT NULL,
        what VARCHAR NOT NULL,
        by VARCHAR NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_planned_item PRIMARY KEY (case_id, key),
        CONSTRAINT fk_planned_item_case_id FOREIGN KEY(case_id)
            REFERENCES reporting.case (id)
    )
    """,
    """CREATE INDEX ix_planned_item_school_id_due_at_case_id_key
    ON reporting.planned_item (school_id, due_at, case_id, key)""",
)


def upgrade() -> None:
    """Let a child's part only grow; the plan is a projection that each change makes anew."""
    for statement in TABLES:
        op.execute(statement)
    for table, rights in {
        "case_pupil_role": "SELECT, INSERT",
        "planned_item": "SELECT, INSERT, DELETE",
    }.items():
        protect(op, f"reporting.{table}", WHOLE)
        grant(op, f"reporting.{table}", to="reporting_service", rights=rights)
