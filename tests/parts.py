"""The four services as the front end sees them, for tests of the front end alone.

They answer the API contract with invented people. A test looks into `asked` to see what the front
end sent, puts problem documents into `answers`, or takes a part away with `down`.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from services.shared import clock

DSL = "Mrs Ash"
CASE = UUID("11111111-1111-4111-8111-111111111111")
OTHER_CASE = UUID("22222222-2222-4222-8222-222222222222")
REPORT = UUID("33333333-3333-4333-8333-333333333333")
EXPORT = UUID("44444444-4444-4444-8444-444444444444")
CHILD = UUID("55555555-5555-4555-8555-555555555555")
SISTER = UUID("66666666-6666-4666-8666-666666666666")
TEACHER = UUID("77777777-7777-4777-8777-777777777777")
SCHOOL = {"id": str(uuid4()), "name": "Hilltop Primary School"}


@dataclass
class Asked:
    """One question that came to a service."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Parts:
    """All services behind one ASGI application: /accounts, /reporting, /notifications, /devices."""

    roles: tuple[str, ...] = ("dsl", "teacher", "office")
    sessions: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    cut: set[str] = field(default_factory=set)
    tokens: int = 0
    token_seconds: int = 300

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer as an ASGI application."""
        await self.app(scope, receive, send)

    def __post_init__(self) -> None:
        self.app = FastAPI()
        methods = ["GET", "POST", "DELETE"]
        self.app.add_api_route("/{part}/{path:path}", self.answer, methods=methods)

    def of(self, path: str) -> list[Asked]:
        """Return what was asked at `path`, such as "POST /reporting/staff-reports"."""
        return [one for one in self.asked if f"{one.method} {one.path}" == path]

    async def answer(self, request: Request, part: str, path: str) -> Response:
        """Note the question; answer with what a test put there, or as the service would."""
        body = await request.json() if await request.body() else None
        name = f"{request.method} /{part}/{path}"
        self.asked.append(Asked(request.method, f"/{part}/{path}", dict(request.headers), body))
        if name in self.cut:
            raise httpx.ReadError("the line broke")
        if part in self.down:
            return JSONResponse(problem(503, "Not available now"), 503)
        if name in self.answers:
            status, content = self.answers[name]
            return JSONResponse(content, status)
        return self.as_usual(request, name, body)

    def as_usual(self, request: Request, name: str, body: Any) -> Response:
        """Answer as the service would."""
        if name.endswith("/health"):
            beat = {"worker_beat_at": _ago(0)} if "notifications" in name else {}
            return JSONResponse({"state": "ready", **beat})
        if "/accounts/" in name:
            return self.accounts(request, name, body)
        if not request.headers.get("authorization", "").startswith("Bearer token-"):
            return JSONResponse(problem(401, "Please sign in."), 401)
        return self.others(name)

    def accounts(self, request: Request, name: str, body: Any) -> Response:
        """Answer as accounts."""
        if name == "POST /accounts/sessions":
            return self.sign_in(body)
        if name.startswith(("GET /accounts/sessions", "DELETE", "POST /accounts/sessions")):
            return self.session(request, name)
        return JSONResponse(self.people(name, request.query_params.get("search", ""), body))

    def sign_in(self, body: dict[str, Any]) -> Response:
        """Take one password, and a code or a tablet."""
        second = body.get("totp") == "123456" or body.get("tablet") == "tablet-secret"
        if body["password"] != "right horse battery" or not second:
            return JSONResponse(problem(401, "That is not right."), 401)
        session = uuid4().hex
        self.sessions.add(session)
        return JSONResponse({"session": session, **self.current()}, 201)

    def session(self, request: Request, name: str) -> Response:
        """Answer about the session that the question names."""
        session = request.headers.get("authorization", "").removeprefix("Session ")
        if session not in self.sessions:
            return JSONResponse(problem(401, "Please sign in."), 401)
        if name.startswith("DELETE"):
            self.sessions.discard(session)
            return Response(status_code=204)
        if name.endswith("/tokens"):
            self.tokens += 1
            expires_at = clock.now() + timedelta(seconds=self.token_seconds)
            token = {"token": f"token-{self.tokens}", "expires_at": expires_at.isoformat()}
            return JSONResponse(token, 201)
        return JSONResponse(self.current())

    def current(self) -> dict[str, Any]:
        """Return who is signed in."""
        person = {"id": str(TEACHER), "display_name": DSL, "roles": list(self.roles)}
        return {"person": person, "school": SCHOOL, "idle_seconds": 300}

    def people(self, name: str, search: str, body: Any) -> dict[str, Any]:
        """Return people and tablets."""
        if name == "GET /accounts/pupils":
            rows = [(CHILD, "Amara Oakfield", "Year 4 Kites"), (SISTER, "Amber Oakfield", "Year 2")]
            found = [row for row in rows if search.lower() in row[1].lower()]
            keys = ("id", "display_name", "class_name")
            return {"items": [dict(zip(keys, map(str, row), strict=True)) for row in found]}
        if name == "GET /accounts/staff":
            staff = {"id": str(TEACHER), "display_name": "Mr Birch", "job_title": "Teacher"}
            return {"items": [staff] if search.lower() in "mr birch" else []}
        if name == "POST /accounts/tablets":
            return {"id": str(uuid4()), "name": body["name"], "secret": "tablet-secret"}
        tablets = [{"id": str(uuid4()), "name": "Year 4 tablet 2"}]
        return {"items": tablets if name == "GET /accounts/tablets" else []}

    def others(self, name: str) -> Response:
        """Answer as reporting, notifications or devices."""
        if name.endswith(("/inbox/changes", "/board/changes")):
            return StreamingResponse(_one_change(), media_type="text/event-stream")
        if name == f"GET /reporting/exports/{EXPORT}":
            return Response(b"PK-archive", media_type="application/zip")
        if name.startswith("GET /reporting/first-response/"):
            kind = name.rpartition("/")[2]
            return JSONResponse({"kind": kind, "title": "A procedure", "never": ["Do not print."]})
        known = PAGES.get(name)
        return JSONResponse(known() if known else {}, 200)


async def _one_change() -> AsyncIterator[bytes]:
    yield b"event: changed\ndata: {}\n\n"


def problem(status: int, detail: str, errors: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """Return a problem document as services send it."""
    fields = [{"field": name, "message": message} for name, message in errors]
    return {"title": detail, "status": status, "detail": detail, "errors": fields}


def _ago(minutes: int) -> str:
    return (clock.now() - timedelta(minutes=minutes)).isoformat()


def _inbox() -> dict[str, Any]:
    def row(case: UUID, **more: Any) -> dict[str, Any]:
        known = {"case_id": str(case), "reference": "K7Q-F3M", "severity": "medium"}
        known |= {"danger": False, "state": "new", "kind": "bullying", "source": "pupil"}
        known |= {"pupils": ["Amara Oakfield"], "waiting_since": _ago(4), "owner": None}
        return known | {"is_mine": False} | more

    danger = {"danger": True, "severity": "critical", "kind": "stranger_contact"}
    items = [
        row(CASE, **danger),
        row(OTHER_CASE, reference="B4X-9TR", source="staff", waiting_since=_ago(130), owner=DSL),
    ]
    return {"items": items, "next_cursor": None, "counts": {"new": 1, "mine": 1, "open": 2}}


def a_case(**more: Any) -> dict[str, Any]:
    """Return a case as reporting shapes its page."""
    words = [
        {"question": "What happened?", "answer": "A man in the game asked where I live. <b>x</b>"},
        {"question": "Are you safe right now?", "answer": "Not sure"},
    ]
    before = {"sent_at": _ago(5), "words": [{"question": "What happened?", "answer": "It hurts."}]}
    concern = {"id": str(uuid4()), "source": "pupil", "received_at": _ago(4), "words": words}
    concern |= {"earlier": [before]}
    known = {"case_id": str(CASE), "reference": "K7Q-F3M", "state": "new", "severity": "critical"}
    known |= {"risk_area": "contact", "kind": "stranger_contact", "opened_at": _ago(4)}
    known |= {"version": 3, "owner": None, "readers": [DSL, "Mr Birch"], "concerns": [concern]}
    kept_out = {"person_id": str(TEACHER), "display_name": "Mr Cedar", "why": "named_in_words"}
    known |= {"kept_out": [kept_out], "danger": True}
    known |= {"pupils": [{"id": str(CHILD), "display_name": "Amara Oakfield"}]}
    chronology = {"at": _ago(4), "kind": "received", "actor": None, "text": "A child told."}
    acts = ("take", "acknowledge", "triage", "note", "message", "set_outcome", "link_device")
    may = dict.fromkeys((*acts, "name_subject"))
    shut = {"close": "Set the outcome first."}
    return known | {"chronology": [chronology], "may": may | shut, "device_link_id": None} | more


TASK = UUID("88888888-8888-4888-8888-888888888888")


def _tasks(**more: Any) -> dict[str, Any]:
    task = {"id": str(TASK), "kind": "advice", "words": "Can the filter block the chat?"}
    task |= {"asked": DSL, "is_mine": True, "asked_by": "Mr Birch", "at": _ago(200)}
    task |= {"due_on": "2026-11-20", "standing": "overdue", "case_id": None, "reference": None}
    return {"today": "2026-11-23", "items": [task | more], "next_cursor": None}


def _words_row() -> dict[str, Any]:
    row = {"case_id": str(CASE), "received_at": _ago(50)}
    words = [{"question": "What happened?", "answer": "Someone was mean in the chat."}]
    return row | {"words": words, "talked_at": None}


def _my_report() -> dict[str, Any]:
    row = {"report_id": str(REPORT), "reference": "K7Q-F3M", "sent_at": _ago(3)}
    return row | {"state": "received", "seen_at": None, "messages": 1, "unread": 1}


PAGES: dict[str, Any] = {
    f"GET /notifications/deliveries/{CASE}": lambda: {
        "items": [
            {"display_name": DSL, "channel": "email", "state": "accepted", "queued_at": _ago(4)}
            | {"accepted_at": _ago(4), "opened_at": _ago(3)},
            {"display_name": "Mr Cedar", "channel": "email", "state": "failed_for_now"}
            | {"queued_at": _ago(4), "reason": "server_away"},
        ],
        "answer": {"display_name": DSL, "answered_at": _ago(2)},
    },
    f"GET /notifications/alerts/{REPORT}/phones": lambda: {
        "case_id": str(CASE),
        "raised_at": _ago(4),
        "target_at": _ago(-11),
        "people": [{"display_name": "Mr Cedar", "role": "ddsl", "phone": "01632 960123"}],
    },
    "GET /notifications/alerts": lambda: {
        "items": [
            {
                "alert_id": str(uuid4()),
                "case_id": str(CASE),
                "urgency": "high",
                "raised_at": _ago(4),
            }
        ],
        "count": 1,
    },
    "GET /reporting/inbox": _inbox,
    f"GET /reporting/cases/{CASE}": a_case,
    "GET /reporting/assignments": _tasks,
    "GET /reporting/action-plan": lambda: _tasks(
        kind="action", is_mine=False, case_id=str(CASE), reference="K7Q-F3M"
    ),
    "GET /reporting/words": lambda: {"items": [_words_row()]},
    f"GET /reporting/words/{CASE}": _words_row,
    "GET /reporting/staff-reports": lambda: {"items": [_my_report()], "next_cursor": None},
    f"GET /reporting/staff-reports/{REPORT}": lambda: (
        _my_report()
        | {"messages": [{"text": "Which lesson was it?", "sender": DSL, "sent_at": _ago(1)}]}
    ),
    f"POST /reporting/staff-reports/{REPORT}/answers": lambda: {"sent_at": _ago(0)},
    "POST /reporting/staff-reports": lambda: _my_report() | {"with": [DSL, "Mr Birch"]},
    "POST /reporting/exports": lambda: {
        "export_id": str(EXPORT),
        "passphrase": "kite-harbour-lemon-stone-otter",
        "file_name": "b1f2.zip",
        "manifest": {},
    },
}
