"""What a printer can take."""

from enum import StrEnum


class Paper(StrEnum):
    """An office printer's sheet, or a label printer's roll."""

    A4 = "a4"
    ROLL = "62mm"
