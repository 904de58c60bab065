"""What the doors for reports share."""

from typing import Annotated

from fastapi import Depends, Request

from services.reporting.cases.adapters import Keys
from services.reporting.concerns.actions_rows import Desk


async def _desk(request: Request, keys: Keys) -> Desk:
    return Desk(keys, request.app.state.settings.come_back_key)


ReportDesk = Annotated[Desk, Depends(_desk)]
