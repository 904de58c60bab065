"""Who is calling: the types that routes ask for.

A route names its caller as a type (style.md 2.2, rule 3). Whether this person may see this case is
decided by the case's readers, never here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from services.shared.errors import NotAllowed, NotSignedIn
from services.shared.tokens import TokenRefused

bearer = HTTPBearer(auto_error=False, description="An ES256 token of this service's audience")

SAFEGUARDING = ("dsl", "ddsl", "head", "chair")
OFFICE = ("office", "head")
LEADERSHIP = ("head", "dsl", "ddsl", "slt")
STAFF = (
    *("head", "dsl", "ddsl", "slt", "office", "teacher", "assistant", "tech"),
    *("chair", "saf_gov"),
)


@dataclass(frozen=True)
class Caller:
    """Who asks, as the token says; its session is checked with each transaction."""

    person_id: UUID
    school_id: UUID
    session_id: UUID
    version: int
    roles: frozenset[str]
    kind: str  # person, pupil_page or system

    def has_any(self, *roles: str) -> bool:
        """Say whether the caller holds one of `roles`."""
        return not self.roles.isdisjoint(roles)


def system_caller(person_id: UUID, school_id: UUID) -> Caller:
    """Return the named system person of a service as who acts, at one school; holds no role."""
    return Caller(person_id, school_id, person_id, 0, frozenset(), "system")


Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


async def current_caller(request: Request, credentials: Bearer) -> Caller:
    """Return who the bearer token names; raises NotSignedIn for any token that is not good."""
    if credentials is None:
        raise NotSignedIn
    try:
        claims = await request.app.state.verifier.verify(credentials.credentials)
    except TokenRefused as refused:
        raise NotSignedIn from refused
    return Caller(
        person_id=UUID(claims.sub),
        school_id=UUID(claims.sch),
        session_id=UUID(claims.sid),
        version=claims.ver,
        roles=frozenset(claims.rol),
        kind=claims.kind,
    )


AnyCaller = Annotated[Caller, Depends(current_caller)]


def require(*roles: str, kind: str = "person") -> Callable[[Caller], Awaitable[Caller]]:
    """Return a dependency that lets only callers of `kind` with one of `roles` pass.

    Raises NotAllowed for everybody else.
    """

    async def check(caller: AnyCaller) -> Caller:
        if caller.kind != kind or (roles and not caller.has_any(*roles)):
            raise NotAllowed("Your account cannot do this.")
        return caller

    return check


# Those who work with the children; technicians and governors learn no names (G-22).
SCHOOL = ("head", "dsl", "ddsl", "slt", "office", "teacher", "assistant")

AnyStaff = Annotated[Caller, Depends(require(*STAFF))]
SchoolStaff = Annotated[Caller, Depends(require(*SCHOOL))]
SafeguardingTeam = Annotated[Caller, Depends(require(*SAFEGUARDING))]
Office = Annotated[Caller, Depends(require(*OFFICE))]
Leadership = Annotated[Caller, Depends(require(*LEADERSHIP))]
PupilPage = Annotated[Caller, Depends(require(kind="pupil_page"))]
