"""Accounts, tablets and sessions; a change of rights raises the account's version."""

import sqlalchemy as sa
from alembic import op

from services.shared.migrations import grant, protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("disabled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["key_id"], ["accounts.data_key.key_id"], name=op.f("fk_account_key_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_account_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_account_school_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
        sa.UniqueConstraint("user_name", name=op.f("uq_account_user_name")),
        schema="accounts",
    )
    op.create_index(
        op.f("ix_account_key_id"), "account", ["key_id"], unique=False, schema="accounts"
    )
    op.create_index(
        op.f("ix_account_school_id"), "account", ["school_id"], unique=False, schema="accounts"
    )
    op.create_table(
        "tablet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("enrolled_by_id", sa.Uuid(), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolled_by_id"], ["accounts.person.id"], name=op.f("fk_tablet_enrolled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["accounts.person.id"], name=op.f("fk_tablet_revoked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_tablet_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tablet")),
        sa.UniqueConstraint(
            "school_id", "idempotency_key", name=op.f("uq_tablet_school_id_idempotency_key")
        ),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_tablet_secret_hash")),
        schema="accounts",
    )
    op.create_index(
        op.f("ix_tablet_enrolled_by_id"),
        "tablet",
        ["enrolled_by_id"],
        unique=False,
        schema="accounts",
    )
    op.create_index(
        op.f("ix_tablet_revoked_by_id"),
        "tablet",
        ["revoked_by_id"],
        unique=False,
        schema="accounts",
    )
    op.create_index(
        "ix_tablet_school_id_enrolled_at",
        "tablet",
        ["school_id", "enrolled_at"],
        unique=False,
        schema="accounts",
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tablet_id", sa.Uuid(), nullable=True),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.account.person_id"], name=op.f("fk_session_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_session_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["tablet_id"], ["accounts.tablet.id"], name=op.f("fk_session_tablet_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_session_secret_hash")),
        schema="accounts",
    )
    op.create_index(
        "ix_session_person_id_ended_at",
        "session",
        ["person_id", "ended_at"],
        unique=False,
        schema="accounts",
    )
    op.create_index(
        op.f("ix_session_school_id"), "session", ["school_id"], unique=False, schema="accounts"
    )
    op.create_index(
        op.f("ix_session_tablet_id"), "session", ["tablet_id"], unique=False, schema="accounts"
    )
    for table in ("account", "tablet", "session"):
        protect(op, f"accounts.{table}")
    grant(op, "accounts.account", to="accounts_service", rights="SELECT")
    grant(
        op,
        "accounts.account",
        to="accounts_service",
        rights="UPDATE (password_hash, totp_last_step)",
    )
    grant(op, "accounts.tablet", to="accounts_service", rights="SELECT, INSERT")
    changed = "UPDATE (secret_hash, revoked_at, revoked_by_id)"
    grant(op, "accounts.tablet", to="accounts_service", rights=changed)
    grant(op, "accounts.session", to="accounts_service", rights="SELECT, INSERT, DELETE")
    grant(op, "accounts.session", to="accounts_service", rights="UPDATE (last_seen_at, ended_at)")
    _raise_versions()


def _raise_versions() -> None:
    """Nobody can forget to end tokens: the database raises the version itself."""
    op.execute("GRANT UPDATE (version) ON accounts.account TO lantern_definer")
    op.execute(
        """CREATE FUNCTION accounts.raise_own_version() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            NEW.version := OLD.version + 1;
            RETURN NEW;
        END $$"""
    )
    op.execute(
        """CREATE TRIGGER raise_version BEFORE UPDATE OF totp_sealed, disabled_at
        ON accounts.account FOR EACH ROW EXECUTE FUNCTION accounts.raise_own_version()"""
    )
    op.execute(
        """CREATE FUNCTION accounts.raise_version_of_person() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            UPDATE accounts.account SET version = version + 1
                WHERE person_id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
            RETURN NULL;
        END $$"""
    )
    op.execute(
        """CREATE TRIGGER raise_version AFTER INSERT OR UPDATE ON accounts.role_holding
        FOR EACH ROW EXECUTE FUNCTION accounts.raise_version_of_person('person_id')"""
    )
    op.execute(
        """CREATE TRIGGER raise_version AFTER UPDATE OF is_active ON accounts.person
        FOR EACH ROW EXECUTE FUNCTION accounts.raise_version_of_person('id')"""
    )
    op.execute("ALTER FUNCTION accounts.raise_version_of_person() OWNER TO lantern_definer")
