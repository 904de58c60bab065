"""A place has a kind and a capacity, and what lies in it is counted."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0020"
down_revision = "0011"
branch_labels = None
depends_on = None

CHANGES = (
    """
    ALTER TABLE devices.place
        ADD kind varchar NOT NULL DEFAULT 'cupboard',
        ADD capacity integer NOT NULL DEFAULT 40
            CONSTRAINT ck_place_capacity CHECK (capacity BETWEEN 1 AND 500)
    """,
    # what a school called a safe before kinds were kept is one
    """
    ALTER TABLE devices.place ALTER kind DROP DEFAULT, ALTER capacity DROP DEFAULT,
        ALTER kind TYPE varchar USING CASE WHEN name ILIKE '%safe%' THEN 'safe' ELSE kind END
    """,
    """
    ALTER TABLE devices.place ADD CONSTRAINT ck_place_kind
        CHECK (kind IN ('safe', 'cupboard', 'tray'))
    """,
    """
    CREATE TABLE devices.store_count (
        id uuid CONSTRAINT pk_store_count PRIMARY KEY,
        school_id uuid NOT NULL,
        place_id uuid NOT NULL
            CONSTRAINT fk_store_count_place_id REFERENCES devices.place (id),
        expected integer NOT NULL CONSTRAINT ck_store_count_expected CHECK (expected >= 0),
        found integer NOT NULL CONSTRAINT ck_store_count_found CHECK (found >= 0),
        reason_sealed bytea,
        key_id uuid,
        counted_by uuid NOT NULL,
        counted_at timestamptz NOT NULL,
        request_key uuid NOT NULL,
        CONSTRAINT uq_store_count_school_id_request_key UNIQUE (school_id, request_key),
        CONSTRAINT ck_store_count_difference_has_a_reason
            CHECK (found = expected OR reason_sealed IS NOT NULL)
    )
    """,
    """
    CREATE INDEX ix_store_count_place_id_counted_at
        ON devices.store_count (place_id, counted_at)
    """,
)


def upgrade() -> None:
    """Give places their kind and room, and make the table of counts."""
    for statement in CHANGES:
        op.execute(statement)
    protect(op, "devices.store_count")
    grant(op, "devices.store_count", to="devices_service", rights="SELECT, INSERT")
