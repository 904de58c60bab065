"""Keep what colleagues are asked because of a case, and how well its procedure was followed."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0960_ask_colleagues"
down_revision = "0950_tell_parents"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting.assignment (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        kind VARCHAR NOT NULL,
        asked_id UUID NOT NULL,
        due_on DATE NOT NULL,
        asked_by UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        key_id UUID NOT NULL,
        wrapped BYTEA NOT NULL,
        words BYTEA NOT NULL,
        CONSTRAINT pk_assignment PRIMARY KEY (id),
        CONSTRAINT fk_assignment_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id)
    )
    """,
    "CREATE INDEX ix_assignment_case_id ON reporting.assignment (case_id)",
    """CREATE INDEX ix_assignment_school_id_asked_id
    ON reporting.assignment (school_id, asked_id)""",
    """CREATE INDEX ix_assignment_school_id_kind_due_on_id
    ON reporting.assignment (school_id, kind, due_on, id)""",
    """
    CREATE TABLE reporting.assignment_answer (
        assignment_id UUID NOT NULL,
        school_id UUID NOT NULL,
        case_id UUID NOT NULL,
        asked_id UUID NOT NULL,
        by_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        words BYTEA NOT NULL,
        CONSTRAINT pk_assignment_answer PRIMARY KEY (assignment_id),
        CONSTRAINT fk_assignment_answer_assignment_id FOREIGN KEY(assignment_id)
            REFERENCES reporting.assignment (id),
        CONSTRAINT fk_assignment_answer_case_id FOREIGN KEY(case_id)
            REFERENCES reporting."case" (id)
    )
    """,
    "CREATE INDEX ix_assignment_answer_case_id ON reporting.assignment_answer (case_id)",
    """
    CREATE TABLE reporting.case_fidelity (
        case_id UUID NOT NULL,
        change_version INTEGER NOT NULL,
        school_id UUID NOT NULL,
        procedure_id VARCHAR NOT NULL,
        procedure_version VARCHAR NOT NULL,
        required INTEGER NOT NULL,
        in_time INTEGER NOT NULL,
        late INTEGER NOT NULL,
        skipped INTEGER NOT NULL,
        not_needed INTEGER NOT NULL,
        closed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case_fidelity PRIMARY KEY (case_id, change_version),
        CONSTRAINT fk_case_fidelity_case_id FOREIGN KEY(case_id, change_version)
            REFERENCES reporting.case_change (case_id, version),
        CONSTRAINT ck_case_fidelity_sum CHECK (required = in_time + late + skipped)
    )
    """,
    """CREATE INDEX ix_case_fidelity_school_id_closed_at
    ON reporting.case_fidelity (school_id, closed_at)""",
)
WHOLE = "reporting.reads_case(case_id, 'whole')"
# What somebody was handed stays theirs, also where they are kept out of the case later: a task that
# vanished would tell them that something about it has changed, and there is no name in it (G-12).
ASKED_OR_READER = f"asked_id = directory.current_person() OR {WHOLE}"


def upgrade() -> None:
    """Whoever is asked reads their own assignment; the rest is for readers of the whole case."""
    for statement in TABLES:
        op.execute(statement)
    for table, using in {
        "assignment": ASKED_OR_READER,
        "assignment_answer": ASKED_OR_READER,
        "case_fidelity": WHOLE,
    }.items():
        protect(op, f"reporting.{table}", using)
        grant(op, f"reporting.{table}", to="reporting_service", rights="SELECT, INSERT")
