"""The people of a school, their classes and roles, and how families can be reached."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.accounts.tables import TableBase
from services.shared.database import moment


class Person(TableBase):
    """Somebody the school knows: staff, governor, pupil or guardian."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('staff', 'pupil', 'guardian', 'governor', 'system')", name="kind"
        ),
        Index("ix_person_school_id_kind_family_name", "school_id", "kind", "family_name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    kind: Mapped[str]
    display_name: Mapped[str]
    given_name: Mapped[str]
    family_name: Mapped[str]
    job_title: Mapped[str | None]
    portrait: Mapped[str | None]
    is_active: Mapped[bool]


class PeopleMark(TableBase):
    """Another mark with every change of a school's people; the database renews it by itself."""

    __tablename__ = "people_mark"

    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), primary_key=True)
    mark: Mapped[UUID]


class NamePart(TableBase):
    """One folded word of a person's name, so that a search by its beginning uses an index."""

    __tablename__ = "name_part"
    __table_args__ = (Index("ix_name_part_school_id_kind_part", "school_id", "kind", "part"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), primary_key=True)
    # Compared by bytes: a beginning is then a range, and ranges (unlike LIKE) are leakproof, so
    # that row security lets the index answer them.
    part: Mapped[str] = mapped_column(String(collation="C"), primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    kind: Mapped[str]


class RoleHolding(TableBase):
    """Somebody holds a role of their school until it is ended; `rank` orders deputies."""

    __tablename__ = "role_holding"
    __table_args__ = (
        CheckConstraint(
            "role IN ('head', 'dsl', 'ddsl', 'chair', 'saf_gov', 'tech', 'office', 'teacher',"
            " 'assistant', 'slt')",
            name="role",
        ),
        Index(
            "uq_role_holding_person_id_role",
            "person_id",
            "role",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_role_holding_school_id_role_rank", "school_id", "role", "rank"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"))
    role: Mapped[str]
    rank: Mapped[int]
    given_at: Mapped[datetime] = moment()
    ended_at: Mapped[datetime | None] = moment(nullable=True)


class SchoolClass(TableBase):
    """One class; its lane says which child's page it sees (younger or older)."""

    __tablename__ = "school_class"
    __table_args__ = (
        CheckConstraint("lane IN ('little', 'big')", name="lane"),
        UniqueConstraint("school_id", "name"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    name: Mapped[str]
    year_group: Mapped[str]
    lane: Mapped[str]


class ClassStaff(TableBase):
    """Who teaches or helps in a class."""

    __tablename__ = "class_staff"

    class_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school_class.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.person.id"), primary_key=True, index=True
    )
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), index=True)


class PupilEntry(TableBase):
    """What the roster says of a pupil beside the name."""

    __tablename__ = "pupil_entry"
    __table_args__ = (
        UniqueConstraint("school_id", "student_id"),
        Index("ix_pupil_entry_school_id_class_id", "school_id", "class_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    class_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school_class.id"), index=True)
    year_group: Mapped[str]
    student_id: Mapped[str]
    upn: Mapped[str]
    date_of_birth: Mapped[date]
    sex: Mapped[str]
    send_status: Mapped[str]
    eal: Mapped[bool]
    looked_after: Mapped[bool]
    child_protection_plan: Mapped[bool]
    child_in_need: Mapped[bool]
    admission_on: Mapped[date]


class Guardianship(TableBase):
    """Who an adult is to a pupil, and whether a court or the school has barred them."""

    __tablename__ = "guardianship"
    __table_args__ = (
        CheckConstraint("NOT (is_barred AND may_collect)", name="barred_never_collects"),
    )

    pupil_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("accounts.person.id"), primary_key=True, index=True
    )
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"), index=True)
    relationship: Mapped[str]
    is_barred: Mapped[bool]
    may_collect: Mapped[bool]


class Contact(TableBase):
    """An address of a person, sealed; equal `address_hash` means the same mailbox or phone."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("channel IN ('email', 'phone')", name="channel"),
        Index("ix_contact_school_id_address_hash", "school_id", "address_hash"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), index=True)
    channel: Mapped[str]
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.data_key.key_id"), index=True)
    address_hash: Mapped[bytes] = mapped_column(LargeBinary)
    verified_at: Mapped[datetime | None] = moment(nullable=True)


class TrustedAdult(TableBase):
    """An adult whom children may choose by name and picture, under the name children use."""

    __tablename__ = "trusted_adult"
    __table_args__ = (
        CheckConstraint("weekdays ~ '^1?2?3?4?5?$' AND weekdays <> ''", name="weekdays"),
        Index("ix_trusted_adult_school_id_sort", "school_id", "sort"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.person.id"), primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.school.id"))
    display_name: Mapped[str]
    portrait: Mapped[str]
    sort: Mapped[int]
    weekdays: Mapped[str] = mapped_column(server_default="12345")
    consented_at: Mapped[datetime | None] = moment(nullable=True)
    recorded_by_id: Mapped[UUID | None]
    removed_at: Mapped[datetime | None] = moment(nullable=True)
