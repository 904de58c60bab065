"""Sign in, sign out."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from frontend.clients.accounts import Accounts
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.staff.sign_in.forms import SignInForm, own_page
from frontend.staff.signed_in import SIGN_IN, session_accounts
from frontend.web.forms import PostedForm
from frontend.web.front import front
from frontend.web.pages import go_to, page
from frontend.web.session import give_session, session_of, tablet_of, take_session

router = APIRouter()

NOT_NOW = "Lantern cannot sign anybody in at the moment. Try again in a minute."


@router.get(SIGN_IN)
async def show_sign_in(request: Request) -> Response:
    """Show the form, with a plain sentence for somebody whose session rested too long."""
    asked = request.query_params
    form = SignInForm(next_page=own_page(asked.get("next", "")))
    return _form(request, form, {}, rested=asked.get("rested") == "yes")


@router.post(SIGN_IN)
async def sign_in(request: Request, posted: PostedForm) -> Response:
    """Open a session and put its id, and nothing else, into the browser."""
    form = SignInForm.of(posted)
    errors = form.errors()
    if errors:
        return _form(request, form, errors, status=422)
    try:
        accounts = Accounts(front(request).door("accounts"))
        opened = await accounts.open_session(form.sign_in(tablet_of(request)))
    except ServiceProblem as problem:
        return _form(request, form, {"user_name": problem.detail}, status=problem.status)
    except ServiceDown as down:
        return _form(request, form, {"user_name": NOT_NOW}, status=down.status)
    response = go_to(form.next_page)
    give_session(response, opened.session)
    return response


@router.post("/staff/sign-out")
async def sign_out(request: Request, posted: PostedForm) -> Response:
    """End the session everywhere, even where accounts does not answer."""
    del posted
    response = go_to(f"{SIGN_IN}?signed-out=yes")
    take_session(response)
    session = session_of(request)
    if session is None:
        return response
    front(request).sessions.forget(session)
    try:
        await session_accounts(front(request), session).close_session()
    except (ServiceDown, ServiceProblem):
        return response  # the cookie is gone; the session ends by itself when it rests
    return response


def _form(
    request: Request,
    form: SignInForm,
    errors: dict[str, str],
    *,
    status: int = 200,
    rested: bool = False,
) -> Response:
    return page(
        request,
        "staff/sign_in/sign-in.html",
        status=status,
        form=form,
        errors=errors,
        rested=rested,
        has_left=request.query_params.get("signed-out") == "yes",
        is_school_tablet=tablet_of(request) is not None,
    )
