"""Random families for line P2, and who of them may be written to, judged from the graph alone."""

from dataclasses import dataclass
from random import Random
from uuid import UUID, uuid4

from tests.factories import AGuardian, APupil


@dataclass
class Adult:
    """One adult of a child, and the lead's answer about them; "" where nobody asked."""

    email: str
    phone: str
    barred: bool
    answer: str
    person_id: UUID | None = None
    is_released: bool = False


@dataclass
class Family:
    """One child's adults."""

    adults: list[Adult]
    child: APupil | None = None
    is_taken_back: bool = False

    def may_hear(self, adult: Adult) -> bool:
        """Say whether nothing forbids a message to this adult: the line's own judgement."""
        mine = {adult.email, adult.phone}
        barred = [one for one in self.adults if one.barred]
        return not any(one is adult or mine & {one.email, one.phone} for one in barred)

    def asked(self) -> tuple[AGuardian, ...]:
        """Return the adults as the roster takes them."""
        return tuple(AGuardian("Parent", one.barred, one.email, one.phone) for one in self.adults)


def a_family(chance: Random, *, barred: float = 0.3) -> Family:
    """Return a random family; `barred` is the share of its adults who are."""
    adults: list[Adult] = []
    for _ in range(chance.choice((1, 2, 2, 2, 3, 4))):
        email, phone = f"p2-{uuid4().hex[:16]}@home.example", f"07{chance.getrandbits(40):013d}"
        if adults and chance.random() < 0.25:
            email = chance.choice(adults).email
        if adults and chance.random() < 0.25:
            phone = chance.choice(adults).phone
        answer = chance.choices(("no", "yes", "not_sure", ""), (75, 8, 7, 10))[0]
        adults.append(Adult(email, phone, chance.random() < barred, answer))
    return Family(adults)


def still_wanted(family: Family) -> list[str]:
    """Return the addresses of those who were told and whom nothing has forbidden since."""
    return [
        one.email
        for one in family.adults
        if one.is_released and one.answer == "no" and family.may_hear(one)
    ]
