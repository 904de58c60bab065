"""Pupils, guardians, contacts, trusted adults and the addresses of pages."""

import sqlalchemy as sa
from alembic import op

from services.shared.migrations import grant, protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "pupil_entry",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("year_group", sa.String(), nullable=False),
        sa.Column("student_id", sa.String(), nullable=False),
        sa.Column("upn", sa.String(), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("send_status", sa.String(), nullable=False),
        sa.Column("eal", sa.Boolean(), nullable=False),
        sa.Column("looked_after", sa.Boolean(), nullable=False),
        sa.Column("child_protection_plan", sa.Boolean(), nullable=False),
        sa.Column("child_in_need", sa.Boolean(), nullable=False),
        sa.Column("admission_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["accounts.school_class.id"], name=op.f("fk_pupil_entry_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_pupil_entry_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_pupil_entry_school_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pupil_entry")),
        sa.UniqueConstraint(
            "school_id", "student_id", name=op.f("uq_pupil_entry_school_id_student_id")
        ),
        schema="accounts",
    )
    op.create_index(
        op.f("ix_pupil_entry_class_id"),
        "pupil_entry",
        ["class_id"],
        unique=False,
        schema="accounts",
    )
    op.create_index(
        "ix_pupil_entry_school_id_class_id",
        "pupil_entry",
        ["school_id", "class_id"],
        unique=False,
        schema="accounts",
    )
    op.create_table(
        "guardianship",
        sa.Column("pupil_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("relationship", sa.String(), nullable=False),
        sa.Column("is_barred", sa.Boolean(), nullable=False),
        sa.Column("may_collect", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT (is_barred AND may_collect)", name=op.f("ck_guardianship_barred_never_collects")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_guardianship_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["accounts.person.id"], name=op.f("fk_guardianship_pupil_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_guardianship_school_id")
        ),
        sa.PrimaryKeyConstraint("pupil_id", "person_id", name=op.f("pk_guardianship")),
        schema="accounts",
    )
    op.create_index(
        op.f("ix_guardianship_person_id"),
        "guardianship",
        ["person_id"],
        unique=False,
        schema="accounts",
    )
    op.create_index(
        op.f("ix_guardianship_school_id"),
        "guardianship",
        ["school_id"],
        unique=False,
        schema="accounts",
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.CheckConstraint("channel IN ('email', 'phone')", name=op.f("ck_contact_channel")),
        sa.ForeignKeyConstraint(
            ["key_id"], ["accounts.data_key.key_id"], name=op.f("fk_contact_key_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_contact_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_contact_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        schema="accounts",
    )
    op.create_index(
        op.f("ix_contact_key_id"), "contact", ["key_id"], unique=False, schema="accounts"
    )
    op.create_index(
        op.f("ix_contact_person_id"), "contact", ["person_id"], unique=False, schema="accounts"
    )
    op.create_index(
        "ix_contact_school_id_address_hash",
        "contact",
        ["school_id", "address_hash"],
        unique=False,
        schema="accounts",
    )
    op.create_table(
        "trusted_adult",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.String(), nullable=False),
        sa.Column("portrait", sa.String(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts.person.id"], name=op.f("fk_trusted_adult_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_trusted_adult_school_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_trusted_adult")),
        schema="accounts",
    )
    op.create_index(
        "ix_trusted_adult_school_id_sort",
        "trusted_adult",
        ["school_id", "sort"],
        unique=False,
        schema="accounts",
    )
    op.create_table(
        "page_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("lane", sa.String(), nullable=True),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.CheckConstraint("lane IN ('little', 'big')", name=op.f("ck_page_code_lane")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["accounts.school_class.id"], name=op.f("fk_page_code_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["accounts.school.id"], name=op.f("fk_page_code_school_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_page_code")),
        schema="accounts",
    )
    op.create_index(
        op.f("ix_page_code_class_id"), "page_code", ["class_id"], unique=False, schema="accounts"
    )
    op.create_index(
        op.f("ix_page_code_school_id"), "page_code", ["school_id"], unique=False, schema="accounts"
    )
    for table in ("pupil_entry", "guardianship", "contact", "trusted_adult", "page_code"):
        protect(op, f"accounts.{table}")
        grant(op, f"accounts.{table}", to="accounts_service", rights="SELECT")
