"""The shapes of handing a device to the police and of taking it back."""

from typing import Annotated

from pydantic import StringConstraints

from services.devices.custody.schemas import Line, Name, Prose, Written

Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]


class HandToPolice(Written):
    """Handed to a named officer, sealed and unopened (dw5)."""

    officer_name: Name
    collar_number: Reference
    force: Name
    crime_reference: Reference
    seal_number: Line = ""  # the bag may be sealed already; one of the two must be there
    police_advice: Prose  # how the police asked for it to be kept until it was collected
    officer_signed_name: Name


class BackFromPolice(Written):
    """Brought back by the police, and what they said may happen to it."""

    officer_name: Name
    collar_number: Reference
    crime_reference: Reference
    reason: Prose
    place: Line
