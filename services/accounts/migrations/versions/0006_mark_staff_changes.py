"""Mark every change of a school's people, so that nobody reads again what has not changed."""

import sqlalchemy as sa
from alembic import op

from services.shared.migrations import grant, protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What decides who reads a report: people, their roles, mailboxes, and the names children use.
WATCHED = ("person", "role_holding", "contact", "trusted_adult")
# (what happens, which rows it is about); a row that moves marks the school that it leaves too
MOMENTS = {
    "added": ("INSERT", "NEW"),
    "changed": ("UPDATE", "NEW"),
    "left": ("UPDATE", "OLD"),
    "removed": ("DELETE", "OLD"),
}
EACH = "FOR EACH STATEMENT EXECUTE FUNCTION"
ALL = "accounts.mark_all_people()"
# A mark is random and not a count: a database restored to yesterday never shows a mark again that
# stood for something else. Two changes at once wait for each other here, so none is overwritten.
MARK = """
    CREATE FUNCTION accounts.mark_people() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        INSERT INTO accounts.people_mark (school_id, mark)
            SELECT s.school_id, gen_random_uuid()
            FROM (SELECT DISTINCT school_id FROM touched) s ORDER BY s.school_id
            ON CONFLICT (school_id) DO UPDATE SET mark = excluded.mark;
        RETURN NULL;
    END $$
"""
MARK_ALL = """
    CREATE FUNCTION accounts.mark_all_people() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    BEGIN
        INSERT INTO accounts.people_mark (school_id, mark)
            SELECT id, gen_random_uuid() FROM accounts.school ORDER BY id
            ON CONFLICT (school_id) DO UPDATE SET mark = excluded.mark;
        RETURN NULL;
    END $$
"""


def upgrade() -> None:
    """Make the marks, and let the database itself renew them: nobody can forget to."""
    op.create_table(
        "people_mark",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_people_mark_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_people_mark")),
        schema="accounts",
    )
    protect(op, "accounts.people_mark")
    grant(op, "accounts.people_mark", to="lantern_definer", rights="SELECT, INSERT, UPDATE (mark)")
    op.execute(
        "CREATE VIEW directory.people_mark AS SELECT school_id, mark FROM accounts.people_mark"
    )
    grant(op, "directory.people_mark", to="lantern_services", rights="SELECT")
    op.execute(MARK)
    op.execute(MARK_ALL)
    for table in WATCHED:
        _watch(table)
    # last, because only who may call a function may let a trigger call it
    op.execute(f"CREATE TRIGGER mark_schools AFTER UPDATE ON accounts.person {EACH} {ALL}")
    for function in ("mark_people", "mark_all_people"):
        op.execute(f"ALTER FUNCTION accounts.{function}() OWNER TO lantern_definer")
    # the schools that are here already; row security would hide them from this very migration
    op.execute("UPDATE accounts.person SET is_active = is_active WHERE false")
    op.execute("DROP TRIGGER mark_schools ON accounts.person")


def _watch(table: str) -> None:
    for name, (happening, rows) in MOMENTS.items():
        op.execute(
            f"CREATE TRIGGER mark_people_{name} AFTER {happening} ON accounts.{table}"
            f" REFERENCING {rows} TABLE AS touched"
            f" {EACH} accounts.mark_people()"
        )
    op.execute(
        f"CREATE TRIGGER mark_people_emptied AFTER TRUNCATE ON accounts.{table} {EACH} {ALL}"
    )
