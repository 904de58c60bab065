"""Who is who in the two demo schools: invented, and the same at every seeding."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from operations.seed_names import GROUPS, Names

# Year groups of the six classes; one class is mixed, as in many small schools.
CLASS_YEARS = (("R",), ("1",), ("2",), ("3", "4"), ("5",), ("6",))
FAMILIES_TO_MEET = (
    ("Thornbury", "Colborne"),
    ("Larkspur", "Dunwell"),
    ("Wrayburn", "Slade"),
    ("Fennimore", "Gantry"),
)
# 07700 900000 to 900999 are Ofcom's numbers for drama: they ring nobody.
FIRST_DRAMA_PHONE = 100
SCHOOL_YEAR_STARTS = 2026


@dataclass(frozen=True)
class StaffPlan:
    """A member of staff or governor: `roles` as (role, rank), `class_number` 0 to 5."""

    title: str
    given_name: str
    family_name: str
    job_title: str
    roles: tuple[tuple[str, int], ...]
    portrait: str = "person"
    class_number: int | None = None
    is_trusted: bool = False
    kind: str = "staff"
    mailbox: str = ""

    @property
    def user_name(self) -> str:
        """Return the user name for sign-in."""
        return f"{self.given_name}.{self.family_name}".lower().replace("'", "").replace(" ", "")


@dataclass(frozen=True)
class GuardianPlan:
    """An adult of a family, and how they are reached."""

    given_name: str
    family_name: str
    relationship: str
    phone: str
    email: str
    is_barred: bool = False


@dataclass(frozen=True)
class PupilPlan:
    """A child, with their place in a family (`siblings` share the same adults)."""

    given_name: str
    family_name: str
    sex: str
    year_group: str
    class_number: int
    date_of_birth: date
    send_status: str = "N"
    is_eal: bool = False
    flags: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class FamilyPlan:
    """Children who live together and the adults listed for them."""

    pupils: tuple[PupilPlan, ...]
    guardians: tuple[GuardianPlan, ...]


def plan_families(seed: str) -> list[FamilyPlan]:
    """Return the families of one school, the same for the same `seed`.

    The first has a barred father whose phone a listed grandmother shares; the second two parents
    with one phone and one mailbox; the third a foster carer; the fourth a child in need; then
    come three pairs of siblings.
    """
    return _Families(seed).plan()


class _Families:
    def __init__(self, seed: str) -> None:
        self.random = Random(seed)  # noqa: S311  invented names, not secrets
        self.phones = count(FIRST_DRAMA_PHONE)
        self.taken: set[str] = set()
        # the two families that every demonstration meets are called differently in each school
        self.met = self.random.sample(FAMILIES_TO_MEET, 2)
        self.sizes = [self.random.randint(10, 14) for _ in CLASS_YEARS]

    def plan(self) -> list[FamilyPlan]:
        """Return families until every class is full."""
        families = [self._barred(), self._one_phone(), self._foster(), self._in_need()]
        families += [self._family(*pair) for pair in ((0, 3), (1, 4), (2, 5))]
        filled = [0] * len(CLASS_YEARS)
        for family in families:
            for pupil in family.pupils:
                filled[pupil.class_number] += 1
        for number, size in enumerate(self.sizes):
            families += [self._family(number) for _ in range(size - filled[number])]
        return families

    def _pupil(self, names: Names, family_name: str, class_number: int, **facts: str) -> PupilPlan:
        is_girl = self.random.random() < 0.5  # noqa: PLR2004  half of them
        given_name = self._unused(names.girls if is_girl else names.boys, family_name)
        year_group = self.random.choice(CLASS_YEARS[class_number])
        flag = facts.get("flag", "")
        return PupilPlan(
            given_name,
            family_name,
            "F" if is_girl else "M",
            year_group,
            class_number,
            self._birthday(year_group),
            facts.get("send") or self.random.choice("NNNNNNNKKE"),
            is_eal=names.is_eal and self.random.random() < 0.8,  # noqa: PLR2004  most of them
            flags=frozenset({flag} - {""}),
        )

    def _unused(self, given_names: tuple[str, ...], family_name: str) -> str:
        free = [name for name in given_names if f"{name} {family_name}" not in self.taken]
        chosen = self.random.choice(free)
        self.taken.add(f"{chosen} {family_name}")
        return chosen

    def _birthday(self, year_group: str) -> date:
        years = 0 if year_group == "R" else int(year_group)
        start = date(SCHOOL_YEAR_STARTS - 5 - years, 9, 1)
        return start + timedelta(days=self.random.randrange(365))

    def _guardian(self, given: str, family: str, relationship: str, **shared: str) -> GuardianPlan:
        number = next(self.phones)
        letters = f"{given}.{family}{number}".lower().replace("'", "")
        return GuardianPlan(
            given,
            family,
            relationship,
            shared.get("phone") or f"07700 900{number:03d}",
            shared.get("email") or f"{letters}@home.example",
            is_barred=shared.get("barred") == "yes",
        )

    def _parents(self, names: Names, family_name: str) -> tuple[GuardianPlan, ...]:
        mother = self._guardian(self.random.choice(names.women), family_name, "Mother")
        if self.random.random() < 0.25:  # noqa: PLR2004  one family in four
            return (mother,)
        return mother, self._guardian(self.random.choice(names.men), family_name, "Father")

    def _family(self, *class_numbers: int) -> FamilyPlan:
        names = self.random.choice(GROUPS)
        family_name = self.random.choice(names.family)
        pupils = tuple(self._pupil(names, family_name, one) for one in class_numbers)
        return FamilyPlan(pupils, self._parents(names, family_name))

    def _barred(self) -> FamilyPlan:
        family_name, other_name = self.met[0]
        names = GROUPS[0]
        pupil = self._pupil(names, family_name, 4, flag="child_protection_plan")
        mother = self._guardian("Rebecca", family_name, "Mother")
        father = self._guardian("Shane", other_name, "Father", barred="yes")
        grandmother = self._guardian("Maureen", other_name, "Grandmother", phone=father.phone)
        return FamilyPlan((pupil,), (mother, father, grandmother))

    def _one_phone(self) -> FamilyPlan:
        names, family_name = GROUPS[8], "Qureshi"
        pupil = self._pupil(names, family_name, 3, send="K")
        mother = self._guardian("Samina", family_name, "Mother")
        shared = {"phone": mother.phone, "email": mother.email}
        father = self._guardian("Nasir", family_name, "Father", **shared)
        return FamilyPlan((pupil,), (mother, father))

    def _foster(self) -> FamilyPlan:
        pupil = self._pupil(GROUPS[0], "Pellowe", 5, flag="looked_after")
        return FamilyPlan((pupil,), (self._guardian("Diane", "Hartnoll", "Foster carer"),))

    def _in_need(self) -> FamilyPlan:
        names, family_name = GROUPS[0], self.met[1][0]
        pupil = self._pupil(names, family_name, 1, flag="child_in_need")
        return FamilyPlan((pupil,), (self._guardian("Carly", family_name, "Mother"),))
