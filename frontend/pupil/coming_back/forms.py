"""Which pictures a child has picked so far; they travel in the form and nowhere else."""

from starlette.datastructures import FormData

from frontend.pupil.coming_back.pictures import NAMES
from frontend.web.forms import text, texts

PICTURES = 3


def picked(form: FormData) -> tuple[str, ...]:
    """Return the pictures after this tap, in order; a tap on "take back" drops the last."""
    before = tuple(name for name in texts(form, "picked") if name in NAMES)[:PICTURES]
    if text(form, "go") == "back":
        return before[:-1]
    if text(form, "go") == "again":
        return ()
    tapped = text(form, "picture")
    return (*before, tapped)[:PICTURES] if tapped in NAMES else before
