"""Which part a child can have in a case; pure."""

from enum import StrEnum


class PupilRole(StrEnum):
    """Which part a child has in a case."""

    INVOLVED = "involved"  # not said yet
    HARMED = "harmed"
    SAID_TO_HAVE_HARMED = "said_to_have_harmed"
    WITNESS = "witness"
    TOLD_AN_ADULT = "told_an_adult"
    MENTIONED = "mentioned"
