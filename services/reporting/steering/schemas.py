"""What is said when somebody steers a case."""

from datetime import date
from uuid import UUID

from services.reporting.cases.models import Severity
from services.reporting.cases.schemas import FreeText, NeededText, VersionSeen


class SeveritySet(VersionSeen):
    """A new severity; `reason` where it goes down (G-16)."""

    severity: Severity
    reason: FreeText = ""


class HandedOver(VersionSeen):
    """Who leads the case from now on, and why."""

    to_id: UUID
    reason: NeededText


class Paused(VersionSeen):
    """Why nothing is to be done until the day `until`, on which somebody looks again."""

    until: date
    reason: NeededText


class Resumed(VersionSeen):
    """That work goes on."""


class Reopened(VersionSeen):
    """Why a closed case is opened again."""

    reason: NeededText


class StaffReminded(VersionSeen):
    """That everybody who works here is reminded of how to speak and post."""


class ProcedureRenewed(VersionSeen):
    """Why the case moves to the newer version of its procedure."""

    reason: NeededText
