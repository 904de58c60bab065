"""The devices service: every phone that was taken, from hand to hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.devices.boards.adapters import Boards
from services.devices.boards.routes import router as boards
from services.devices.collections.routes import router as collections
from services.devices.collectors.routes import router as collectors
from services.devices.custody.routes import router as custody
from services.devices.deletions.routes import router as deletions
from services.devices.extensions.routes import router as extensions
from services.devices.hand_in.routes import router as hand_in
from services.devices.notices.routes import router as notices
from services.devices.papers.routes import router as papers
from services.devices.police.routes import router as police
from services.devices.quarantines.routes import router as quarantines
from services.devices.reminders.routes import router as reminders
from services.devices.reviews.routes import router as reviews
from services.devices.searches.routes import router as searches
from services.devices.settings import DevicesSettings
from services.devices.stores.routes import router as stores
from services.devices.taking.routes import router as taking
from services.devices.timeline.routes import router as timeline
from services.shared.application import make_service
from services.shared.tokens import KeySource

ROUTERS = (
    taking,
    boards,
    custody,
    collections,
    papers,
    timeline,
    stores,
    hand_in,
    collectors,
    extensions,
    reminders,
    reviews,
    notices,
    police,
    searches,
    deletions,
    quarantines,
)


@asynccontextmanager
async def _listening(app: FastAPI) -> AsyncIterator[None]:
    async with app.state.changes.listening():
        yield


def create_app(settings: DevicesSettings | None = None, keys: KeySource | None = None) -> FastAPI:
    """Return the service; settings come from the environment unless given (tests)."""
    known = settings or DevicesSettings()
    app = make_service("devices", known, known.devices_database_url, ROUTERS, keys)
    app.state.changes = Boards(app.state.database)
    app.state.while_running = _listening
    return app
