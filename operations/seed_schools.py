"""The two demo schools and their staff: invented, one for each way of working (issue 2, item 2)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from operations.seed_people import StaffPlan
from services.accounts.schools.actions import SchoolYear

YEAR = SchoolYear(
    first_on=date(2026, 9, 1),
    last_on=date(2027, 8, 31),
    terms=(
        (date(2026, 9, 3), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 12, 18)),
        (date(2027, 1, 5), date(2027, 2, 12)),
        (date(2027, 2, 22), date(2027, 3, 25)),
        (date(2027, 4, 12), date(2027, 5, 28)),
        (date(2027, 6, 7), date(2027, 7, 21)),
    ),
    inset_on=frozenset(
        {
            date(2026, 9, 1),
            date(2026, 9, 2),
            date(2026, 11, 27),
            date(2027, 1, 4),
            date(2027, 7, 22),
        }
    ),
)


@dataclass(frozen=True)
class SchoolPlan:
    """A demo school: `codes` are the letters on its posters, its own first, then a class each."""

    id: UUID
    name: str
    short_name: str
    urn: str
    local_authority: str
    profile: str
    mail: str
    class_names: tuple[str, ...]
    codes: tuple[str, ...]
    staff: tuple[StaffPlan, ...]


# Which classes the six teachers and three assistants belong to, in the order of the lists below.
TEACHES = (
    "Class teacher, Reception",
    "Class teacher, Year 1",
    "Class teacher, Year 2",
    "Class teacher, Years 3 and 4",
    "Class teacher, Year 5",
    "Class teacher, Year 6",
)
TEACHER = (("teacher", 1),)
ASSISTANT = (("assistant", 1),)
HELPS = "Teaching assistant"


def _teachers(*people: tuple[str, str, str, str]) -> tuple[StaffPlan, ...]:
    return tuple(
        StaffPlan(*who[:3], TEACHES[number], TEACHER, who[3], number, is_trusted=True)
        for number, who in enumerate(people)
    )


def _assistants(*people: tuple[str, str, str, str, int]) -> tuple[StaffPlan, ...]:
    return tuple(
        StaffPlan(*who[:3], HELPS, ASSISTANT, who[3], who[4], is_trusted=True) for who in people
    )


def _governors(
    chair: tuple[str, str, str], safeguarding: tuple[str, str, str]
) -> tuple[StaffPlan, ...]:
    return (
        StaffPlan(*chair, "Chair of governors", (("chair", 1),), kind="governor"),
        StaffPlan(*safeguarding, "Safeguarding governor", (("saf_gov", 1),), kind="governor"),
    )


HARBOUR_LANE = SchoolPlan(
    id=UUID("6b3c1e52-8f5d-4a07-9c52-2f1d70a4e911"),
    name="Harbour Lane CE Primary School",
    short_name="Harbour Lane",
    urn="999101",
    local_authority="Kent",
    profile="downs",
    mail="harbour-lane.example",
    class_names=("Starfish", "Limpets", "Herons", "Otters", "Dolphins", "Albatross"),
    codes=("HRBKWE", "STVFQM", "LMTPRD", "HNSGKA", "TRWQBC", "DPHNXJ", "BLTRVU"),
    staff=(
        # Head and DSL in one person, as the Downs policy has it; the office reads the same mailbox.
        StaffPlan(
            *("Mrs", "Folasade", "Brightwell", "Headteacher and Designated Safeguarding Lead"),
            (("head", 1), ("dsl", 1)),
            "woman-curly-dark",
            is_trusted=True,
            mailbox="head",
        ),
        StaffPlan(
            *("Mr", "Gethin", "Ravenscroft", "Deputy head and deputy safeguarding lead"),
            (("ddsl", 1), ("slt", 1)),
            "man-red-hair",
            is_trusted=True,
        ),
        StaffPlan(
            *("Mrs", "Shabnam", "Tindall", "SENCO and deputy safeguarding lead"),
            (("ddsl", 2), ("slt", 2)),
            "woman-headscarf",
            is_trusted=True,
        ),
        StaffPlan("Mr", "Neville", "Castleford", "Assistant head, curriculum", (("slt", 3),)),
        StaffPlan(
            "Mrs", "Bronwen", "Applegarth", "Office manager", (("office", 1),), mailbox="head"
        ),
        StaffPlan("Mr", "Dhruv", "Lanyon", "IT technician", (("tech", 1),)),
        *_governors(("Canon", "Lorna", "Whitstone"), ("Mr", "Ebenezer", "Falmouth")),
        *_teachers(
            ("Miss", "Kerensa", "Dove", "woman-blonde"),
            ("Mr", "Jaspal", "Hundalwick", "man-turban"),
            ("Mrs", "Ottilie", "Marchbank", "woman-white-hair"),
            ("Miss", "Chiamaka", "Orchard", "woman-curly-brown"),
            ("Mr", "Lowell", "Pemberley", "man-brown-hair"),
            ("Mrs", "Ines", "Calloway", "woman-dark-hair"),
        ),
        *_assistants(
            ("Mrs", "Dilys", "Penhallow", "woman-brown-hair", 0),
            ("Mr", "Teodor", "Silverwood", "man-beard", 2),
            ("Miss", "Rukaya", "Summerby", "woman-headscarf", 4),
        ),
    ),
)

MILLBROOK = SchoolPlan(
    id=UUID("d2a9f4c7-31be-4e6b-8a90-57c1be03d6a4"),
    name="Millbrook Park Primary School",
    short_name="Millbrook Park",
    urn="999102",
    local_authority="Middlesbrough",
    profile="abingdon",
    mail="millbrook-park.example",
    class_names=("Acorns", "Saplings", "Willows", "Rowans", "Maples", "Oaks"),
    codes=("MBKPWA", "CRNSTE", "SPLGRU", "WLWDFK", "RWNHTB", "MPLVQC", "KSDGMJ"),
    staff=(
        StaffPlan(
            *("Mr", "Aurelio", "Stanmore", "Headteacher"),
            (("head", 1),),
            "man-dark-hair",
            is_trusted=True,
            mailbox="head",
        ),
        StaffPlan(
            *("Mrs", "Parveen", "Holloway", "Designated Safeguarding Lead"),
            (("dsl", 1), ("slt", 1)),
            "woman-dark-hair",
            is_trusted=True,
        ),
        StaffPlan(
            *("Miss", "Morwenna", "Tate", "Deputy head and deputy safeguarding lead"),
            (("ddsl", 1), ("slt", 2)),
            "woman-red-hair",
            is_trusted=True,
        ),
        StaffPlan(
            *("Mr", "Kwabena", "Lindqvist", "SENCO and deputy safeguarding lead"),
            (("ddsl", 2), ("slt", 3)),
            "man-bald",
            is_trusted=True,
        ),
        StaffPlan("Mrs", "Hildred", "Osmotherley", "Assistant head, computing", (("slt", 4),)),
        StaffPlan("Mrs", "Jacinta", "Burdale", "Office manager", (("office", 1),), mailbox="head"),
        StaffPlan("Miss", "Anneka", "Thorpewood", "IT technician", (("tech", 1),)),
        *_governors(("Dr", "Leopold", "Sunderby"), ("Mrs", "Wilhelmina", "Achebe-Frost")),
        *_teachers(
            ("Mrs", "Tamsin", "Eastgate", "woman-brown-hair"),
            ("Miss", "Zeynep", "Moorcroft", "woman-headscarf"),
            ("Mr", "Obadiah", "Redfern", "man-curly-dark"),
            ("Miss", "Philippa", "Nunthorpe", "woman-blonde"),
            ("Mr", "Cormac", "Haverhill", "man-white-hair"),
            ("Mrs", "Anjali", "Beckwith", "woman-curly-brown"),
        ),
        *_assistants(
            ("Miss", "Lowri", "Stokesley", "woman-white-hair", 1),
            ("Mr", "Bartholomew", "Kirkby", "man-beard", 3),
            ("Mrs", "Soledad", "Marske", "woman-dark-hair", 5),
        ),
    ),
)

SCHOOLS = (HARBOUR_LANE, MILLBROOK)
