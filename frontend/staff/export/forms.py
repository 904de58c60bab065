"""Which child's record is to leave, and why."""

from dataclasses import dataclass, field
from uuid import UUID

from starlette.datastructures import FormData

from frontend.staff.people import Named
from frontend.web.forms import new_key, text

REASON_AT_MOST = 1_000


@dataclass(frozen=True)
class ExportForm:
    """The search, the child who was chosen, and the reason."""

    key: str = field(default_factory=new_key)
    search: str = ""
    pupil: Named | None = None
    reason: str = ""

    @classmethod
    def of(cls, form: FormData) -> "ExportForm":
        """Read what was sent."""
        chosen = text(form, "pupil")
        return cls(
            key=text(form, "idempotency_key") or new_key(),
            search=text(form, "search"),
            pupil=Named.of(chosen) if chosen else None,
            reason=text(form, "reason"),
        )

    @property
    def pupil_id(self) -> UUID | None:
        """Return the child's id, or None where none was chosen."""
        try:
            return UUID(self.pupil.id) if self.pupil else None
        except ValueError:
            return None

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field."""
        found = {}
        if self.pupil_id is None:
            found["search"] = "Find the child and choose them"
        if not self.reason:
            found["reason"] = "Say why this record leaves the school; the reason is kept"
        if len(self.reason) > REASON_AT_MOST:
            found["reason"] = "Write the reason in at most 1,000 characters"
        return found
