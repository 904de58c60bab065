"""Keep who checked a number outside the school, when and how."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE accounts.number_check (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        who VARCHAR NOT NULL,
        how VARCHAR NOT NULL,
        checked_on DATE NOT NULL,
        checked_by_id UUID NOT NULL,
        idempotency_key VARCHAR NOT NULL,
        content_hash BYTEA NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_number_check PRIMARY KEY (id),
        CONSTRAINT ck_number_check_how CHECK (how IN ('rang', 'website', 'in_writing')),
        CONSTRAINT uq_number_check_school_id_idempotency_key UNIQUE (school_id, idempotency_key),
        CONSTRAINT fk_number_check_school_id
            FOREIGN KEY(school_id) REFERENCES accounts.school (id),
        CONSTRAINT fk_number_check_checked_by_id
            FOREIGN KEY(checked_by_id) REFERENCES accounts.person (id)
    )
    """,
    """CREATE INDEX ix_number_check_school_id_who_at
    ON accounts.number_check (school_id, who, at)""",
    "CREATE INDEX ix_number_check_checked_by_id ON accounts.number_check (checked_by_id)",
)


def upgrade() -> None:
    """Let checks only grow; the number itself stands in a new version of the profile."""
    for statement in TABLES:
        op.execute(statement)
    protect(op, "accounts.number_check")
    to = "accounts_service"
    grant(op, "accounts.number_check", to=to, rights="SELECT, INSERT")
    grant(op, "accounts.profile_version", to=to, rights="INSERT")
