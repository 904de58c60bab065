"""What the office writes about a device that may come in; a tap needs no form of its own."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData

from frontend.staff.people import Named
from frontend.web.forms import new_key, text

KINDS = {
    "parent_request": ("A parent asked in writing", "Keep the letter or message with the file."),
    "adjustment": ("The child needs it", "Such as a glucose monitor or a hearing aid."),
}


@dataclass(frozen=True)
class PermissionForm:
    """A written request or an adjustment as it stands on the page."""

    key: str = field(default_factory=new_key)
    search: str = ""
    pupil: Named | None = None
    kind: str = ""
    guardian_id: str = ""
    written_on: str = ""
    ends_on: str = ""
    words: str = field(default="", repr=False)

    @classmethod
    def of(cls, form: FormData) -> "PermissionForm":
        """Read what was sent."""
        chosen = text(form, "pupil")
        plain = ("search", "kind", "guardian_id", "written_on", "ends_on", "words")
        return cls(
            key=text(form, "idempotency_key") or new_key(),
            pupil=Named.of(chosen) if chosen else None,
            **{name: text(form, name) for name in plain},
        )

    @property
    def pupil_id(self) -> UUID | None:
        """Return the child's id, or None where none was chosen."""
        try:
            return UUID(self.pupil.id) if self.pupil else None
        except ValueError:
            return None

    def errors(self) -> dict[str, str]:
        """Return what needs another look, by field, in the order of the page."""
        found = {}
        if self.pupil_id is None:
            found["search"] = "Find the child and choose them"
        if self.kind not in KINDS:
            found["kind"] = "Say why the device may come in"
        if self.kind == "parent_request" and not self.guardian_id:
            found["guardian_id"] = "Choose the parent who wrote the request"
        if not self.written_on:
            found["written_on"] = "Write the date of the letter"
        if not self.words:
            found["words"] = "Write what was asked for"
        return found

    def body(self) -> dict[str, Any]:
        """Return the entry as devices takes it."""
        is_request = self.kind == "parent_request"
        return {
            "pupil_id": str(self.pupil_id),
            "kind": self.kind,
            "guardian_id": self.guardian_id if is_request else None,
            "written_on": self.written_on,
            "ends_on": self.ends_on or None,
            "words": self.words,
        }
