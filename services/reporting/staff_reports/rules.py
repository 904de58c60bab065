"""What a colleague may say of where it happened; pure."""

from typing import Final

# Where something happened and whose device it was, in words; every place and all kit is taken.
PLACES: Final = {
    "lesson": "At school, in a lesson",
    "school": "At school, outside lessons",
    "club": "A club, before or after school",
    "home": "At home",
    "elsewhere": "Somewhere else",
    "not_known": "Not known",
}
EQUIPMENT: Final = {
    "school": "The school's",
    "own": "The child's or family's own",
    "other": "Somebody else's",
    "not_known": "Not known",
}
