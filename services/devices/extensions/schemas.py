"""The shape of keeping a device longer."""

from datetime import date

from services.devices.custody.schemas import Prose, Written


class KeepLonger(Written):
    """Until which day a device stays, and why (G-16)."""

    until: date
    reason: Prose
