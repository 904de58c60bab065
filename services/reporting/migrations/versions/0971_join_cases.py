"""Keep which case became a part of which, and let what keeps somebody out of one reach all."""

from alembic import op

from services.shared.migrations import define, grant, protect

revision = "0971_join_cases"
down_revision = "0970_share_cases"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE reporting.case_join (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        joined_id UUID NOT NULL,
        into_id UUID NOT NULL,
        change_version INTEGER NOT NULL,
        actor_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_case_join PRIMARY KEY (id),
        CONSTRAINT fk_case_join_joined_id FOREIGN KEY(joined_id) REFERENCES reporting."case" (id),
        CONSTRAINT fk_case_join_into_id FOREIGN KEY(into_id) REFERENCES reporting."case" (id),
        CONSTRAINT ck_case_join_two CHECK (joined_id <> into_id)
    )
    """,
    "CREATE INDEX ix_case_join_joined_id ON reporting.case_join (joined_id)",
    "CREATE INDEX ix_case_join_into_id ON reporting.case_join (into_id)",
)
# Which case is this one a part of now? A part that was split off is none any more.
JOINED_TO = """
    CREATE FUNCTION reporting.joined_to(wanted uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        SELECT j.into_id FROM reporting.case_join j
        WHERE j.joined_id = wanted AND NOT EXISTS (
            SELECT FROM reporting.case_change c
            WHERE c.case_id = j.joined_id AND c.kind = 'split_off'
            AND c.version > j.change_version)
        ORDER BY j.change_version DESC LIMIT 1
    $$
"""
# Every other case that is joined with this one now, in either direction, however far. Whoever adds
# to a report, a child among them, must reach them all to keep somebody out: hence the definer.
JOINED_WITH = """
    CREATE FUNCTION reporting.joined_with(wanted uuid) RETURNS SETOF uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
        WITH RECURSIVE found (id) AS (
            SELECT wanted
            UNION
            SELECT CASE WHEN j.joined_id = f.id THEN j.into_id ELSE j.joined_id END
            FROM found f
            JOIN reporting.case_join j ON f.id IN (j.joined_id, j.into_id)
            WHERE reporting.joined_to(j.joined_id) = j.into_id)
        SELECT id FROM found WHERE id <> wanted
    $$
"""


def upgrade() -> None:
    """Whoever reads the whole of either case knows that they are joined."""
    for statement in TABLES:
        op.execute(statement)
    to = "reporting_service"
    whole = "reporting.reads_case({}, 'whole')"
    protect(op, "reporting.case_join", f"{whole.format('joined_id')} OR {whole.format('into_id')}")
    grant(op, "reporting.case_join", to=to, rights="SELECT, INSERT")
    define(op, "reporting.joined_to(uuid)", JOINED_TO, to=to)
    define(op, "reporting.joined_with(uuid)", JOINED_WITH, to=to)
