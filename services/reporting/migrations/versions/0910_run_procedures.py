"""Keep which procedure a case runs, what was answered, and what was done about each step."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0910_run_procedures"
down_revision = "0903_say_who_knows_a_link"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting.procedure_definition (
        school_id UUID NOT NULL,
        procedure_id VARCHAR NOT NULL,
        version VARCHAR NOT NULL,
        content JSONB NOT NULL,
        stored_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_procedure_definition PRIMARY KEY (school_id, procedure_id, version)
    )
    """,
    """
    CREATE TABLE reporting.case_procedure (
        case_id UUID NOT NULL,
        number INTEGER NOT NULL,
        school_id UUID NOT NULL,
        procedure_id VARCHAR NOT NULL,
        procedure_version VARCHAR NOT NULL,
        settings JSONB NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        actor_id UUID NOT NULL,
        CONSTRAINT pk_case_procedure PRIMARY KEY (case_id, number),
        CONSTRAINT fk_case_procedure_case_id FOREIGN KEY(case_id) REFERENCES reporting."case" (id),
        CONSTRAINT fk_case_procedure_school_id FOREIGN KEY(
                school_id, procedure_id, procedure_version)
            REFERENCES reporting.procedure_definition (school_id, procedure_id, version)
    )
    """,
    """CREATE INDEX ix_case_procedure_school_id_procedure_id_procedure_version
    ON reporting.case_procedure (school_id, procedure_id, procedure_version)""",
    """
    CREATE TABLE reporting.case_answer (
        case_id UUID NOT NULL,
        question VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        school_id UUID NOT NULL,
        reply VARCHAR,
        change_version INTEGER NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        actor_id UUID NOT NULL,
        CONSTRAINT pk_case_answer PRIMARY KEY (case_id, question, version),
        CONSTRAINT fk_case_answer_case_id FOREIGN KEY(case_id, change_version)
            REFERENCES reporting.case_change (case_id, version)
    )
    """,
    """CREATE INDEX ix_case_answer_case_id_change_version
    ON reporting.case_answer (case_id, change_version)""",
    """
    CREATE TABLE reporting.step_entry (
        case_id UUID NOT NULL,
        step_key VARCHAR NOT NULL,
        version INTEGER NOT NULL,
        school_id UUID NOT NULL,
        procedure_id VARCHAR NOT NULL,
        act VARCHAR NOT NULL,
        change_version INTEGER NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        actor_id UUID NOT NULL,
        CONSTRAINT pk_step_entry PRIMARY KEY (case_id, step_key, version),
        CONSTRAINT fk_step_entry_case_id FOREIGN KEY(case_id, change_version)
            REFERENCES reporting.case_change (case_id, version)
    )
    """,
    """CREATE INDEX ix_step_entry_case_id_change_version
    ON reporting.step_entry (case_id, change_version)""",
)
RECORDS = "SELECT, INSERT"
WHOLE = "reporting.reads_case(case_id, 'whole')"


def upgrade() -> None:
    """Definitions are the school's; the rest is for whoever reads the whole case."""
    for statement in TABLES:
        op.execute(statement)
    for table, using in {
        "procedure_definition": None,
        "case_procedure": WHOLE,
        "case_answer": WHOLE,
        "step_entry": WHOLE,
    }.items():
        protect(op, f"reporting.{table}", using)
        grant(op, f"reporting.{table}", to="reporting_service", rights=RECORDS)
