"""What a browser may send us, checked before any route sees it.

Every site runs `check_request` on every request. For one that changes something it holds, in this
order: no file (G-01), not too long, from our own pages (Sec-Fetch-Site or Origin), and a hidden
token that belongs to this browser's form cookie. A site whose forms carry a sealed state of their
own and belong to nobody (the child's page) sets no cookie.
"""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from frontend.web.front import front
from services.shared.errors import FilesNotTaken, Malformed, NotAllowed, TooLarge

FORM_COOKIE = "__Host-lantern-form"
FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field, not a secret
BYTES_AT_MOST = 64 * 1024
FIELDS_AT_MOST = 400
CHARACTERS_AT_MOST = 10_000
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

NO_FILES = (
    "Lantern does not take files, photos or screenshots, so nothing was sent. Keep the device as "
    "it is and describe in words what was seen or said."
)
TOO_MUCH = (
    "That was too long to send, so nothing was saved. Write at most 10,000 characters; the rest "
    "can go into a second report."
)
NOT_FROM_HERE = (
    "This form did not come from a Lantern page that is open in this browser, so nothing was "
    "saved. Go back, load the page again and send once more."
)


@dataclass(frozen=True)
class FormRules:
    """What one site takes: bytes of a whole form, and whether it keeps a form cookie."""

    bytes_at_most: int = BYTES_AT_MOST
    has_cookie: bool = True


async def check_request(request: Request) -> None:
    """Check an unsafe request and keep its fields for `PostedForm`.

    Raises FilesNotTaken, TooLarge, NotAllowed or Malformed; each with a plain sentence.
    """
    if request.method in SAFE_METHODS:
        return
    _check_kind(request)
    _check_origin(request)
    request.state.form = _fields(await _body(request))
    if _rules(request).has_cookie:
        _check_token(request)


def posted_form(request: Request) -> FormData:
    """Return the fields that `check_request` has read."""
    form: FormData = request.state.form
    return form


PostedForm = Annotated[FormData, Depends(posted_form)]


def _rules(request: Request) -> FormRules:
    rules: FormRules = request.app.state.form_rules
    return rules


def _check_kind(request: Request) -> None:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in {"", "application/x-www-form-urlencoded"}:
        raise FilesNotTaken(NO_FILES)


def _check_origin(request: Request) -> None:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise NotAllowed(NOT_FROM_HERE)
        return
    # An old tablet that sends no Sec-Fetch-Site says "null" of our own pages too, because they
    # send no referrer: that is as good as silence, and the hidden token decides.
    origin = request.headers.get("origin", "null")
    if origin != "null" and origin not in _own_origins(request):
        raise NotAllowed(NOT_FROM_HERE)


def _own_origins(request: Request) -> Iterable[str]:
    public = urlsplit(front(request).settings.public_url)
    return {f"{public.scheme}://{public.netloc}"}


async def _body(request: Request) -> bytes:
    most = _rules(request).bytes_at_most
    if int(request.headers.get("content-length") or 0) > most:
        raise TooLarge(TOO_MUCH)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TooLarge(TOO_MUCH)
    return bytes(body)


def _fields(body: bytes) -> FormData:
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=FIELDS_AT_MOST,
        )
    except ValueError:
        raise Malformed("This form could not be read, so nothing was saved.") from None
    return FormData([(name, value.replace("\r\n", "\n")) for name, value in pairs])


def form_cookie(request: Request) -> str:
    """Return this browser's form cookie; a new one is made for its first page."""
    known = request.cookies.get(FORM_COOKIE) or getattr(request.state, "form_cookie", None)
    request.state.form_cookie = known or secrets.token_urlsafe(32)
    found: str = request.state.form_cookie
    return found


def form_token(request: Request) -> str:
    """Return the hidden token for forms on this page; "" on a site without a form cookie."""
    if not _rules(request).has_cookie:
        return ""
    return _token(front(request).form_key, form_cookie(request))


@dataclass(frozen=True)
class FormToken:
    """The hidden token as a template writes it: a page without a form makes no cookie (D-7.6-2)."""

    request: Request = field(repr=False)

    def __str__(self) -> str:
        """Return the token; the first time, this browser's cookie is made for it."""
        return form_token(self.request)

    __html__ = __str__  # hexadecimal: nothing in it needs escaping


def keep_form_cookie(request: Request, response: Response) -> None:
    """Give the browser its form cookie where a page made a new one."""
    made = getattr(request.state, "form_cookie", None)
    if made is not None and request.cookies.get(FORM_COOKIE) != made:
        response.set_cookie(FORM_COOKIE, made, path="/", secure=True, httponly=True, samesite="lax")


def _token(key: bytes, cookie: str) -> str:
    return hmac.new(key, b"form|" + cookie.encode(), hashlib.sha256).hexdigest()


def _check_token(request: Request) -> None:
    cookie = request.cookies.get(FORM_COOKIE)
    sent = str(request.state.form.get(FORM_TOKEN, ""))
    if not cookie:
        raise NotAllowed(NOT_FROM_HERE)
    if not hmac.compare_digest(sent.encode(), _token(front(request).form_key, cookie).encode()):
        raise NotAllowed(NOT_FROM_HERE)


def new_key() -> str:
    """Return a key for a form that is being shown: sending it twice is one act."""
    return str(uuid.uuid4())


def text(form: FormData, name: str) -> str:
    """Return what was typed into `name`, without blanks around it; "" where it is missing."""
    return str(form.get(name, "")).strip()


def why_too_long(words: str) -> str:
    """Return what to say of words that are longer than we take; "" where they are not."""
    over = len(words) - CHARACTERS_AT_MOST
    return f"Shorten this by {over:,} characters; 10,000 is the most we take" if over > 0 else ""


def texts(form: FormData, name: str) -> tuple[str, ...]:
    """Return every value ticked or typed under `name`, in order, without empty ones."""
    return tuple(str(value).strip() for value in form.getlist(name) if str(value).strip())
