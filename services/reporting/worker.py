"""What reporting hears: devices change hands, alerts climb."""

from typing import Final

from services.reporting.chronology.subscribers import hear_climb, hear_device, hear_procedure_told
from services.shared.hearing import Subscriber

SUBSCRIBERS: Final[dict[str, Subscriber]] = {
    "DeviceStateChanged.reporting": hear_device,
    "AlertClimbed.reporting": hear_climb,
    "ProcedureTold.reporting": hear_procedure_told,
}
