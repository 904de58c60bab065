"""Try an address before it is used, and keep the school's duty phone."""

from alembic import op

from services.shared.migrations import grant, protect

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE accounts.address_try (
        id UUID NOT NULL,
        school_id UUID NOT NULL,
        person_id UUID NOT NULL,
        channel VARCHAR NOT NULL,
        address_sealed BYTEA NOT NULL,
        key_id UUID NOT NULL,
        idempotency_key VARCHAR NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        confirmed_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_address_try PRIMARY KEY (id),
        CONSTRAINT ck_address_try_channel CHECK (channel IN ('email', 'phone')),
        CONSTRAINT uq_address_try_school_id_person_id_idempotency_key
            UNIQUE (school_id, person_id, idempotency_key),
        CONSTRAINT fk_address_try_school_id FOREIGN KEY(school_id) REFERENCES accounts.school (id),
        CONSTRAINT fk_address_try_person_id FOREIGN KEY(person_id) REFERENCES accounts.person (id),
        CONSTRAINT fk_address_try_key_id FOREIGN KEY(key_id) REFERENCES accounts.data_key (key_id)
    )
    """,
    """CREATE INDEX ix_address_try_person_id_channel
    ON accounts.address_try (person_id, channel, asked_at)""",
    "CREATE INDEX ix_address_try_key_id ON accounts.address_try (key_id)",
    """
    CREATE TABLE accounts.duty_phone (
        school_id UUID NOT NULL,
        id UUID NOT NULL,
        address_sealed BYTEA NOT NULL,
        key_id UUID NOT NULL,
        carrier_id UUID NOT NULL,
        owner_id UUID NOT NULL,
        checked_on DATE NOT NULL,
        recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_duty_phone PRIMARY KEY (school_id),
        CONSTRAINT fk_duty_phone_school_id FOREIGN KEY(school_id) REFERENCES accounts.school (id),
        CONSTRAINT fk_duty_phone_carrier_id
            FOREIGN KEY(carrier_id) REFERENCES accounts.person (id),
        CONSTRAINT fk_duty_phone_owner_id FOREIGN KEY(owner_id) REFERENCES accounts.person (id),
        CONSTRAINT fk_duty_phone_key_id FOREIGN KEY(key_id) REFERENCES accounts.data_key (key_id)
    )
    """,
    "CREATE INDEX ix_duty_phone_key_id ON accounts.duty_phone (key_id)",
    "CREATE INDEX ix_duty_phone_carrier_id ON accounts.duty_phone (carrier_id)",
    "CREATE INDEX ix_duty_phone_owner_id ON accounts.duty_phone (owner_id)",
)
VIEWS = {
    "address_try": """
        SELECT t.id, t.school_id, t.person_id, t.channel, t.address_sealed, t.key_id, t.expires_at
        FROM accounts.address_try t
        WHERE t.confirmed_at IS NULL AND NOT EXISTS (
            SELECT FROM accounts.address_try newer WHERE newer.person_id = t.person_id
            AND newer.channel = t.channel AND newer.asked_at > t.asked_at)""",
    "duty_phone": """
        SELECT id, school_id, carrier_id, address_sealed, key_id
        FROM accounts.duty_phone WHERE ended_at IS NULL""",
}


def upgrade() -> None:
    """Only the person and the worker that sends see what somebody gave."""
    for statement in TABLES:
        op.execute(statement)
    mine = "directory.is_system() OR person_id = directory.current_person()"
    protect(op, "accounts.address_try", mine)
    protect(op, "accounts.duty_phone")
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW directory.{name} AS {query}")
        grant(op, f"directory.{name}", to="notifications_service", rights="SELECT")
    to = "accounts_service"
    grant(op, "accounts.address_try", to=to, rights="SELECT, INSERT, UPDATE (confirmed_at)")
    grant(op, "accounts.duty_phone", to=to, rights="SELECT, INSERT, UPDATE")
    used = "UPDATE (address_sealed, key_id, address_hash, verified_at)"
    grant(op, "accounts.contact", to=to, rights=f"INSERT, {used}")
