"""Keep class cards, the pictures that pupils chose, and what a card has opened."""

import sqlalchemy as sa
from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SCHOOL_OF_CARD = """
CREATE FUNCTION accounts.school_of_card(wanted bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT school_id FROM accounts.pupil_card WHERE secret_hash = wanted AND revoked_at IS NULL
$$"""


def upgrade() -> None:
    """Make the tables, and the view by which reporting learns whose visit it is."""
    _make_cards()
    _make_pictures()
    _make_visits()
    define(op, "accounts.school_of_card(bytea)", SCHOOL_OF_CARD, to="accounts_service")
    grant(op, "accounts.pupil_card", to="lantern_definer", rights="SELECT")
    op.execute(
        "CREATE VIEW directory.card_visit AS"
        " SELECT v.school_id, v.secret_hash, v.ends_at, c.pupil_id"
        " FROM accounts.card_visit v JOIN accounts.pupil_card c ON c.id = v.card_id"
        " WHERE c.revoked_at IS NULL"
    )
    grant(op, "directory.card_visit", to="reporting_service", rights="SELECT")


def _make_cards() -> None:
    op.create_table(
        "pupil_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        _belongs("pupil_card", "school_id", "school"),
        _belongs("pupil_card", "pupil_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil_card")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_pupil_card_secret_hash")),
        schema="accounts",
    )
    op.create_index(
        "uq_pupil_card_pupil_id_good",
        "pupil_card",
        ["pupil_id"],
        unique=True,
        schema="accounts",
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    for column in ("pupil_id", "school_id"):
        op.create_index(f"ix_pupil_card_{column}", "pupil_card", [column], schema="accounts")
    protect(op, "accounts.pupil_card")
    grant(op, "accounts.pupil_card", to="accounts_service", rights="SELECT, INSERT")
    taken_back = "UPDATE (revoked_at, revoked_by_id)"
    grant(op, "accounts.pupil_card", to="accounts_service", rights=taken_back)


def _make_pictures() -> None:
    op.create_table(
        "picture_password",
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("pictures_hash", sa.String(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        _belongs("picture_password", "school_id", "school"),
        _belongs("picture_password", "pupil_id", "person"),
        sa.PrimaryKeyConstraint("pupil_id", name=op.f("pk_picture_password")),
        schema="accounts",
    )
    name = "ix_picture_password_school_id"
    op.create_index(name, "picture_password", ["school_id"], schema="accounts")
    protect(op, "accounts.picture_password")
    grant(op, "accounts.picture_password", to="accounts_service", rights="SELECT, INSERT")
    changed = "UPDATE (pictures_hash, changed_at)"
    grant(op, "accounts.picture_password", to="accounts_service", rights=changed)


def _make_visits() -> None:
    op.create_table(
        "card_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        _belongs("card_visit", "school_id", "school"),
        _belongs("card_visit", "card_id", "pupil_card"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_visit")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_card_visit_secret_hash")),
        schema="accounts",
    )
    for column in ("card_id", "school_id"):
        op.create_index(f"ix_card_visit_{column}", "card_visit", [column], schema="accounts")
    protect(op, "accounts.card_visit")
    grant(op, "accounts.card_visit", to="accounts_service", rights="SELECT, INSERT")


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"accounts.{to}.id"], name=name)
