"""The notifications service: whom, when, by which channel, and whether it arrived."""

from fastapi import FastAPI

from services.notifications.alerts.routes import router as alerts
from services.notifications.deliveries.routes import router as deliveries
from services.notifications.preferences.routes import router as preferences
from services.notifications.settings import NotificationsSettings
from services.notifications.watch.routes import router as watch
from services.shared.application import make_service
from services.shared.token_keys import KeySource

ROUTERS = (watch, alerts, deliveries, preferences)


def create_app(
    settings: NotificationsSettings | None = None, keys: KeySource | None = None
) -> FastAPI:
    """Return the service; settings come from the environment unless given (tests)."""
    known = settings or NotificationsSettings()
    return make_service("notifications", known, known.notifications_database_url, ROUTERS, keys)
