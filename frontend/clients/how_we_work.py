"""Ask reporting how the school works: its procedures as flow charts, and who has read them."""

from dataclasses import dataclass
from datetime import datetime

from frontend.clients.answers import Answer
from frontend.clients.http import Door


class Box(Answer):
    """One box of a flow chart."""

    key: str
    part: str
    text: str
    by: str
    due: str
    need: str = "required"
    only_if: tuple[str, ...] = ()
    lock: str = ""
    workflow: str | None = None


class Told(Answer):
    """Somebody who is told."""

    role: str
    when: str
    form: str | None = None
    only_if: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


class Chart(Answer):
    """A procedure from its first box to its last."""

    id: str
    title: str
    about: str = ""
    forbidden: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()
    tell: tuple[Told, ...] = ()
    policies: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()

    def of(self, part: str) -> tuple[Box, ...]:
        """Return the boxes of one part: opening, own or closing."""
        return tuple(one for one in self.boxes if one.part == part)

    def before(self, part: str) -> int:
        """Return how many boxes come before the first of `part`."""
        return next((at for at, one in enumerate(self.boxes) if one.part == part), 0)


class Outlined(Answer):
    """A procedure as everybody may read it."""

    title: str
    about: str = ""
    forbidden: tuple[str, ...] = ()


class OutlinedShelf(Answer):
    """Procedures of one sort, in outline."""

    name: str
    items: tuple[Outlined, ...] = ()


class Outline(Answer):
    """Every procedure in outline."""

    shelves: tuple[OutlinedShelf, ...] = ()


class ToRead(Answer):
    """A procedure on its shelf, with this person's receipt."""

    id: str
    title: str
    about: str = ""
    read_at: datetime | None = None
    has_changed: bool = False


class Shelf(Answer):
    """Procedures of one sort, and how all of them begin and end."""

    name: str
    opening: tuple[Box, ...] = ()
    items: tuple[ToRead, ...] = ()
    closing: tuple[Box, ...] = ()


class Shelves(Answer):
    """Every procedure."""

    shelves: tuple[Shelf, ...]
    to_read: int


class Ring(Answer):
    """A contact of the school's; None where none is named."""

    key: str
    text: str | None = None


class Procedure(Answer):
    """One procedure to read."""

    chart: Chart
    version: str
    ring: tuple[Ring, ...] = ()
    read_at: datetime | None = None
    has_changed: bool = False


class ReadBy(Answer):
    """Who has yet to read one procedure as it is now."""

    id: str
    title: str
    read: int
    not_yet: tuple[str, ...] = ()


class Readers(Answer):
    """How far the reading has got."""

    staff: int
    items: tuple[ReadBy, ...] = ()


@dataclass(frozen=True)
class HowWeWork:
    """The procedures, as the caller of `door` reads them."""

    door: Door

    async def shelves(self) -> Shelves:
        """Return every procedure."""
        return Shelves.model_validate(await self.door.get("/how-we-work"))

    async def outline(self) -> Outline:
        """Return what everybody may read; needs nobody to be signed in."""
        return Outline.model_validate(await self.door.get("/how-we-work/outline"))

    async def procedure(self, procedure_id: str) -> Procedure:
        """Return one procedure; 404 for a name that is none."""
        return Procedure.model_validate(await self.door.get(f"/how-we-work/{procedure_id}"))

    async def readers(self) -> Readers:
        """Return who has yet to read what; 403 for whoever does not lead."""
        return Readers.model_validate(await self.door.get("/how-we-work/readers"))

    async def has_read(self, procedure_id: str, version: str) -> None:
        """Keep a receipt; 409 where it has changed meanwhile."""
        await self.door.post(f"/how-we-work/{procedure_id}/readings", {"version": version})
