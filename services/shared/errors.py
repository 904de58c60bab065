"""What can go wrong, and what the caller is told.

ApplicationError
├── Malformed     422  the request cannot be read; names the fields
├── NotSignedIn   401  no token, or one that is no longer good
├── NotAllowed    403  this kind of caller may never do this
├── NotThere      404  absent, or somebody else's: the two look the same
├── Conflict      409  somebody was first
├── Refused       409  a rule of the school or of the law says no, and why
├── TooLarge      413  over the limit
├── TooMany       429  too many failures
└── Unavailable   503  a part that is needed does not answer; nothing was saved
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldError:
    """One field and the plain sentence that says what to do about it."""

    field: str
    message: str


class ApplicationError(Exception):
    """Something a caller must be told; `detail` is a sentence for a person."""

    status = 500
    title = "Something went wrong"

    def __init__(self, detail: str = "", fields: tuple[FieldError, ...] = ()) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.fields = fields

    def problem(self, request_id: str) -> dict[str, Any]:
        """Return the RFC 9457 problem document; `request_id` ties it to the log."""
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "errors": [{"field": one.field, "message": one.message} for one in self.fields],
            "request_id": request_id,
        }


class Malformed(ApplicationError):
    """The request cannot be read as what it should be."""

    status = 422
    title = "Some answers need another look"


class NotSignedIn(ApplicationError):
    """There is no token, or it is no longer good."""

    status = 401
    title = "Please sign in"


class NotAllowed(ApplicationError):
    """This kind of caller may never do this."""

    status = 403
    title = "Not allowed"


class NotThere(ApplicationError):
    """Absent or not this caller's: byte for byte the same answer."""

    status = 404
    title = "Not found"

    def __init__(self) -> None:
        super().__init__("There is nothing here that you can see.")


class Conflict(ApplicationError):
    """Somebody else was first, or the same key came with other content."""

    status = 409
    title = "Somebody was first"


class Refused(ApplicationError):
    """A rule says no; `detail` is the sentence that the page shows."""

    status = 409
    title = "Not possible now"


class TooLarge(ApplicationError):
    """More than we take at once."""

    status = 413
    title = "Too large"


class FilesNotTaken(ApplicationError):
    """A file came; the product has no way in for files (G-01)."""

    status = 415
    title = "Files are not taken"


class TooMany(ApplicationError):
    """Too many failures; wait."""

    status = 429
    title = "Too many tries"


class Unavailable(ApplicationError):
    """A needed part does not answer; nothing was saved."""

    status = 503
    title = "Not available now"
