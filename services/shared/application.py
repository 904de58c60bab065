"""What every service is made of: problem documents, request ids, limits, health."""

import gc
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import asyncpg
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from services.shared import audit
from services.shared.database import Database
from services.shared.doors import Doors
from services.shared.encryption import Keyring
from services.shared.errors import ApplicationError, FieldError, Malformed, NotThere, Unavailable
from services.shared.logs import set_up_logs
from services.shared.settings import Environment, ServiceSettings
from services.shared.tokens import JwksOverHttp, KeySource, Verifier

PROBLEM = "application/problem+json"
# Which database errors mean "it does not answer" and not "we asked something wrong".
# A missing socket file or a refused connection is an OSError.
AWAY = (OperationalError, InterfaceError, asyncpg.InterfaceError, PoolTimeout, OSError)
# Connection trouble, too many connections, starting up or shutting down, cancelled by a limit.
AWAY_STATES = ("08", "53", "57")
UNSTORABLE_STATES = "22"  # data exceptions


def problem_response(request: Request, error: ApplicationError) -> JSONResponse:
    """Return the RFC 9457 answer for `error`."""
    document = error.problem(getattr(request.state, "request_id", ""))
    headers = {"Cache-Control": "no-store"}
    return JSONResponse(document, error.status, media_type=PROBLEM, headers=headers)


def _field_errors(error: RequestValidationError) -> tuple[FieldError, ...]:
    # The message of the validator only: what was typed must not come back in an error (T23).
    return tuple(
        FieldError(".".join(str(part) for part in one["loc"][1:]), one["msg"])
        for one in error.errors()
    )


async def _on_application_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApplicationError)  # noqa: S101  # registered for this class only
    return problem_response(request, error)


async def _on_malformed(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for this class only
    return problem_response(
        request, Malformed("Please look at the marked answers.", _field_errors(error))
    )


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for this class only
    if error.status_code == NotThere.status:
        return problem_response(request, NotThere())
    told = ApplicationError(str(error.detail))
    told.status, told.title = error.status_code, HTTPStatus(error.status_code).phrase
    return problem_response(request, told)


def is_away(error: BaseException) -> bool:
    """Say whether `error` means that the database does not answer."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    told_by = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(told_by, "sqlstate", None) or ""
    return state.startswith(AWAY_STATES) or isinstance(error, AWAY)


def is_unstorable(error: BaseException) -> bool:
    """Say whether the database refused a value as such: a NUL in a name, a year 300000."""
    told_by = error.orig if isinstance(error, DBAPIError) else error
    return (getattr(told_by, "sqlstate", None) or "").startswith(UNSTORABLE_STATES)


async def _on_database_error(request: Request, error: Exception) -> JSONResponse:
    if is_unstorable(error):
        return problem_response(request, Malformed("Please look at what you typed."))
    if not is_away(error):
        raise error
    return problem_response(
        request, Unavailable("The records cannot be reached. Nothing was saved.")
    )


async def _on_anything(request: Request, _error: Exception) -> JSONResponse:
    """Answer plainly for what nobody foresaw; `Doors` writes down where it broke, never what."""
    return problem_response(request, ApplicationError("Something went wrong. Nothing was saved."))


def _health_router(name: str) -> APIRouter:
    router = APIRouter()

    @router.get("/health", tags=["health"])
    async def health(request: Request) -> dict[str, str]:
        """Answer once this service reaches its database."""
        database: Database = request.app.state.database
        async with database.session() as session:
            await session.execute(text("SELECT 1"))
        return {"service": name, "state": "ready"}

    return router


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    gc.collect()
    gc.freeze()  # the tail of slow answers is full garbage collections (performance.md)
    gc.set_threshold(50_000, 20, 20)
    async with app.state.while_running(app):
        yield
    await app.state.database.close()


@asynccontextmanager
async def _nothing_more(_app: FastAPI) -> AsyncIterator[None]:
    yield


def make_service(
    name: str,
    settings: ServiceSettings,
    database_url: str,
    routers: Iterable[APIRouter],
    keys: KeySource | None = None,
) -> FastAPI:
    """Return the service `name` with its `routers`.

    `keys` is where the token keys come from; accounts' JWKS over HTTP unless given. A service
    that must do more while it runs sets `app.state.while_running` to a context manager.
    """
    set_up_logs(name, settings.log_level)
    docs = None if settings.environment is Environment.PRODUCTION else "/openapi.json"
    app = FastAPI(
        title=f"Lantern {name}", openapi_url=docs, docs_url=None, redoc_url=None, lifespan=_lifespan
    )
    source = keys or JwksOverHttp(settings.jwks_url, settings.cache_dir / f"jwks-{name}.json")
    _set_state(app, name, settings, database_url, source)
    hear_errors(app)
    # A service that has more to say about its health answers first.
    for router in (*routers, _health_router(name)):
        app.include_router(router)
    app.add_middleware(Doors, service=name)
    return app


def _set_state(
    app: FastAPI, name: str, settings: ServiceSettings, database_url: str, source: KeySource
) -> None:
    state: Any = app.state
    state.settings = settings
    state.database = Database(database_url)
    state.verifier = Verifier(settings.issuer, name, source)
    state.keyring = Keyring(settings.secret("master.key"))
    audit.use_key_from(settings.secrets_dir)
    state.while_running = _nothing_more


def hear_errors(app: FastAPI) -> None:
    """Let `app` answer everything that goes wrong with a problem document (RFC 9457)."""
    app.add_exception_handler(ApplicationError, _on_application_error)
    app.add_exception_handler(RequestValidationError, _on_malformed)
    app.add_exception_handler(HTTPException, _on_http_exception)
    for away in (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, PoolTimeout, OSError):
        app.add_exception_handler(away, _on_database_error)
    app.add_exception_handler(Exception, _on_anything)
