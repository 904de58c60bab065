"""Signing in and out, over HTTP."""

from fastapi import APIRouter, Request

from services.accounts.sign_in import actions
from services.accounts.sign_in.actions import SignedIn
from services.accounts.sign_in.schemas import Current, Opened, SignIn

router = APIRouter(prefix="/sessions", tags=["sign_in"])


@router.post("", status_code=201)
async def open_session(request: Request, typed: SignIn) -> Opened:
    """Sign somebody in with a password and a second factor."""
    state = request.app.state
    opened = await actions.sign_in(state.database, state.keyring, typed)
    return Opened.with_secret(opened.session, opened.secret)


@router.get("/current")
async def show_session(session: SignedIn) -> Current:
    """Say who is signed in."""
    return Current.of(session)


@router.delete("/current", status_code=204)
async def close_session(request: Request, session: SignedIn) -> None:
    """Sign out."""
    await actions.sign_out(request.app.state.database, session)
