"""The page of each school, kept so that a child can tell while accounts is down.

Accounts is asked again after ten minutes. Where it does not answer, what is kept goes on being
used until its token ends, also after a restart of the front end. On disk it is sealed with the
front end's key, because the token is in it.
"""

import asyncio
import dataclasses
import hashlib
import json
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from frontend.clients.accounts import Accounts, PupilPage
from frontend.clients.http import Door, ServiceDown, ServiceProblem
from frontend.clients.reporting import Reporting
from frontend.web.front import FrontEnd, front
from frontend.web.sealing import Seal, Unreadable
from services.shared import clock
from services.shared.errors import NotThere

PURPOSE = "pupil.school-page.1"
FRESH_FOR = timedelta(minutes=10)
# A child does not wait for accounts where an older page is at hand.
SECONDS_TO_WAIT = 2.0
REST_AFTER_SILENCE = timedelta(seconds=15)
PAGES_IN_MEMORY = 500
LONG_AGO = datetime.min.replace(tzinfo=UTC)
A_CODE = re.compile(r"[A-Za-z0-9-]{3,40}")


@dataclass(frozen=True)
class Kept:
    """A school's page, and when accounts said so."""

    page: PupilPage = dataclasses.field(repr=False)
    told_at: datetime

    @property
    def is_fresh(self) -> bool:
        """Whether accounts need not be asked again."""
        return clock.now() - self.told_at < FRESH_FOR and self.is_good

    @property
    def is_good(self) -> bool:
        """Whether its token still opens reporting."""
        return clock.now() < self.page.expires_at


class SchoolPages:
    """What the codes on the posters open, from memory, disk or accounts, in that order."""

    def __init__(self, front_end: FrontEnd) -> None:
        self._accounts = Accounts(front_end.door("accounts"))
        self._folder = front_end.settings.cache_dir / "school-pages"
        self._seal = Seal(front_end.form_key, PURPOSE)
        self._memory: OrderedDict[str, Kept] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}
        self._silent_until: datetime | None = None

    async def of(self, code: str) -> PupilPage:
        """Return the page of `code`; raises NotThere, or ServiceDown where nothing is kept."""
        if A_CODE.fullmatch(code) is None:
            raise NotThere
        kept = self._memory.get(code)
        if kept is not None and kept.is_fresh:
            return kept.page
        async with self._asking.setdefault(code, asyncio.Lock()):
            try:
                return (await self._renewed(code)).page
            finally:
                self._asking.pop(code, None)

    def doubt(self, code: str) -> None:
        """Ask accounts at the next need: reporting did not take the token.

        What is kept stays kept: accounts may be down, and the fault may lie elsewhere.
        """
        if code in self._memory:
            self._memory[code] = dataclasses.replace(self._memory[code], told_at=LONG_AGO)

    async def _renewed(self, code: str) -> Kept:
        kept = self._memory.get(code) or await asyncio.to_thread(self._from_disk, code)
        if kept is not None and kept.is_fresh:
            return self._remembered(code, kept)
        usable = kept if kept is not None and kept.is_good else None
        try:
            return await self._told_by_accounts(code, has_older=usable is not None)
        except ServiceDown:
            if usable is None:
                raise
            return self._remembered(code, usable)

    async def _told_by_accounts(self, code: str, *, has_older: bool) -> Kept:
        if has_older and self._silent_until is not None and clock.now() < self._silent_until:
            raise ServiceDown("accounts")
        try:
            async with asyncio.timeout(SECONDS_TO_WAIT if has_older else None):
                page = await self._accounts.pupil_page(code)
        except (ServiceDown, TimeoutError):
            self._silent_until = clock.now() + REST_AFTER_SILENCE
            raise ServiceDown("accounts") from None
        except ServiceProblem as problem:
            raise self._refusal(code, problem) from None
        kept = Kept(page, clock.now())
        await asyncio.to_thread(self._to_disk, code, kept)
        return self._remembered(code, kept)

    def _refusal(self, code: str, problem: ServiceProblem) -> Exception:
        if problem.status in {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}:
            self._memory.pop(code, None)  # the code was withdrawn
            self._file(code).unlink(missing_ok=True)
            return NotThere()
        return ServiceDown("accounts")

    def _remembered(self, code: str, kept: Kept) -> Kept:
        self._memory[code] = kept
        self._memory.move_to_end(code)
        while len(self._memory) > PAGES_IN_MEMORY:
            self._memory.popitem(last=False)
        return kept

    def _file(self, code: str) -> Path:
        return self._folder / hashlib.sha256(code.encode()).hexdigest()

    def _from_disk(self, code: str) -> Kept | None:
        try:
            told = json.loads(self._seal.open(self._file(code).read_text(), code))
            page = PupilPage.model_validate(told["page"])
            return Kept(page, datetime.fromisoformat(told["told_at"]))
        except (OSError, Unreadable, ValueError, KeyError):
            return None  # never kept, or kept under another key: accounts is asked

    def _to_disk(self, code: str, kept: Kept) -> None:
        told = {"page": kept.page.model_dump(mode="json"), "told_at": kept.told_at.isoformat()}
        target = self._file(code)
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_text(self._seal.close(json.dumps(told).encode(), code))
            part.replace(target)
        except OSError:
            part.unlink(missing_ok=True)  # a full disk must not keep a child from telling


def school_pages(request: Request) -> SchoolPages:
    """Return the pages that this process keeps."""
    state = request.app.state
    if not hasattr(state, "school_pages"):
        state.school_pages = SchoolPages(front(request))
    kept: SchoolPages = state.school_pages
    return kept


async def _school_page(request: Request, code: str) -> PupilPage:
    # typed by hand, letters may be small
    return await school_pages(request).of(code.upper())


SchoolPage = Annotated[PupilPage, Depends(_school_page)]


def reporting_for(request: Request, page: PupilPage) -> Reporting:
    """Return reporting as the anonymous caller of this school's page sees it.

    Where reporting no longer takes the token, it is asked once more with a new one.
    """
    pages, found = school_pages(request), front(request)
    held: dict[str, str] = {"token": page.token}

    async def authorisation() -> str:
        if "token" not in held:
            held["token"] = (await pages.of(page.code)).token
        return f"Bearer {held['token']}"

    def forget() -> None:
        held.pop("token", None)
        pages.doubt(page.code)

    return Reporting(
        Door(found.http, "reporting", found.address("reporting"), authorisation, forget)
    )
