"""Line P2's planted fault: a worker that does not ask again right before a message leaves."""

import sys
from argparse import Namespace
from typing import Any

from operations.worker import main
from services.notifications.deliveries import actions
from services.notifications.deliveries.models import Purpose


async def _nothing_stops(_session: Any, _row: Any) -> None:
    return None


if __name__ == "__main__":
    actions._CHECKS[Purpose.DEVICE_NOTICE.value] = _nothing_stops  # type: ignore[assignment]
    sys.exit(main(Namespace()))
