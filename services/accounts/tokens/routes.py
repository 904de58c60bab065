"""Tokens, the keys that prove them, and the children's pages, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from services.accounts.sign_in.actions import SignedIn
from services.accounts.tokens import actions
from services.accounts.tokens.schemas import Ask, PupilPage, Token

router = APIRouter(tags=["tokens"])


@router.post("/sessions/current/tokens", status_code=201)
async def exchange_session(request: Request, asked: Ask, session: SignedIn) -> Token:
    """Turn the session into a token for one service."""
    state = request.app.state
    return actions.exchange(state.signer, state.settings, session, asked.audience)


@router.get("/.well-known/jwks.json")
async def show_keys(request: Request, response: Response) -> dict[str, list[dict[str, str]]]:
    """Publish the public keys; anybody may ask."""
    response.headers["Cache-Control"] = "public, max-age=10"
    keys: dict[str, list[dict[str, str]]] = request.app.state.signer.jwks()
    return keys


@router.get("/pupil-pages/{code}")
async def open_pupil_page(request: Request, code: Annotated[str, Path(max_length=40)]) -> PupilPage:
    """Open the child's page behind a poster's letters; anybody may ask."""
    state = request.app.state
    return await actions.open_pupil_page(state.database, state.signer, state.settings, code)
