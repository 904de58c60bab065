"""Wake the open boards of a school when a device changes hands."""

import json
from collections.abc import Collection

from services.devices.custody.actions import SCREENS
from services.devices.custody.permissions import sees_all
from services.shared.screens import Screen, Screens


class Boards(Screens):
    """Hears that a device changed hands; wakes who sees it: the office, the leads, its keepers."""

    channel = SCREENS

    async def woken(self, told: str, screens: Collection[Screen]) -> Collection[Screen]:
        """Return the screens of this school whose readers see the device (G-22)."""
        known = json.loads(told)
        here = [one for one in screens if str(one.reader.school_id) == known["school"]]
        return [
            one
            for one in here
            if sees_all(one.reader.roles) or str(one.reader.person_id) in known["people"]
        ]
