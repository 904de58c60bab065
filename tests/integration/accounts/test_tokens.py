from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlalchemy import text

from services.accounts.enrolment import actions as enrolment
from services.shared import clock
from services.shared.token_keys import keys_from_jwks
from services.shared.tokens import Verifier
from tests.factories import AStaffMember, a_school, a_staff_member, as_owner, move_clock

pytestmark = pytest.mark.anyio

SERVICES = ("accounts", "reporting", "notifications", "devices")


class Published:
    """The keys that accounts publishes, as another service fetches them."""

    def __init__(self, accounts: httpx.AsyncClient) -> None:
        self.accounts = accounts

    async def key(self, kid: str) -> ec.EllipticCurvePublicKey | None:
        jwks = (await self.accounts.get("/.well-known/jwks.json")).json()
        return keys_from_jwks(jwks).get(kid)


@pytest.fixture
async def lead(settings_values: dict[str, Any]) -> AStaffMember:
    return await a_staff_member(await a_school(settings_values), "dsl", "head")


async def exchange(
    accounts: httpx.AsyncClient, member: AStaffMember, audience: str
) -> httpx.Response:
    return await accounts.post(
        "/sessions/current/tokens", json={"audience": audience}, headers=member.session_header()
    )


@pytest.mark.parametrize("service", SERVICES)
async def test_a_session_becomes_a_token_for_one_service(
    accounts: httpx.AsyncClient, lead: AStaffMember, service: str
) -> None:
    answer = await exchange(accounts, lead, service)
    assert answer.status_code == 201
    claims = await Verifier("lantern-accounts", service, Published(accounts)).verify(
        answer.json()["token"]
    )
    assert (claims.sub, claims.sid, claims.sch) == (
        str(lead.id),
        str(lead.session_id),
        str(lead.school.id),
    )
    assert (claims.rol, claims.kind, claims.ver) == (("dsl", "head"), "person", lead.version)
    left = datetime.fromisoformat(answer.json()["expires_at"]) - clock.now()
    assert 290 < left.total_seconds() <= 300


async def test_no_other_service_may_be_asked_for(
    accounts: httpx.AsyncClient, lead: AStaffMember
) -> None:
    assert (await exchange(accounts, lead, "registers")).status_code == 422


async def test_a_token_does_not_outlast_its_session(
    accounts: httpx.AsyncClient, lead: AStaffMember, movable_clock: Path
) -> None:
    for moment in range(0, 36_000, 800):
        move_clock(movable_clock, moment)
        await accounts.get("/sessions/current", headers=lead.session_header())
    move_clock(movable_clock, 36_000 - 100)
    told = (await exchange(accounts, lead, "reporting")).json()
    assert (datetime.fromisoformat(told["expires_at"]) - clock.now()).total_seconds() <= 100


@pytest.mark.parametrize("change", ["role given", "role ended", "person off", "account off"])
async def test_a_change_of_rights_ends_tokens_at_once(
    accounts: httpx.AsyncClient, lead: AStaffMember, change: str
) -> None:
    token = (await exchange(accounts, lead, "accounts")).json()["token"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await accounts.get("/staff", headers=bearer)).status_code == 200
    async with as_owner(lead.school.values, lead.school.id) as session:
        if change == "role given":
            await enrolment.give_role(session, lead.school.id, lead.id, "slt")
        elif change == "role ended":
            await enrolment.end_role(session, lead.school.id, lead.id, "dsl")
        elif change == "person off":
            await enrolment.switch_off_person(session, lead.school.id, lead.id)
        else:
            await session.execute(
                text("UPDATE accounts.account SET disabled_at = :at WHERE person_id = :id"),
                {"at": clock.now(), "id": lead.id},
            )
    assert (await accounts.get("/staff", headers=bearer)).status_code == 401
    assert (await exchange(accounts, lead, "accounts")).status_code == 401


async def test_a_token_of_another_service_is_refused(
    accounts: httpx.AsyncClient, lead: AStaffMember
) -> None:
    assert (await accounts.get("/staff", headers=lead.bearer("reporting"))).status_code == 401
    assert (await accounts.get("/staff", headers=lead.bearer("accounts"))).status_code == 200
    assert (await accounts.get("/staff")).status_code == 401


async def test_keys_rotate_without_refusing_anybody(
    accounts: httpx.AsyncClient, lead: AStaffMember, movable_clock: Path, secrets_dir: Path
) -> None:
    before = lead.bearer("accounts")
    fresh = secrets_dir / "signing" / "k2.pem"
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    try:
        fresh.write_bytes(pem)
        jwks = (await accounts.get("/.well-known/jwks.json")).json()
        assert {one["kid"] for one in jwks["keys"]} == {"k1", "k2"}
        assert all("d" not in one for one in jwks["keys"])
        move_clock(movable_clock, 60)
        after = (await exchange(accounts, lead, "accounts")).json()["token"]
        for bearer in (before, {"Authorization": f"Bearer {after}"}):
            assert (await accounts.get("/staff", headers=bearer)).status_code == 200
    finally:
        fresh.unlink()
    taken_away = {"Authorization": f"Bearer {after}"}
    assert (await accounts.get("/staff", headers=taken_away)).status_code == 401


async def test_a_poster_opens_its_schools_page(
    accounts: httpx.AsyncClient, lead: AStaffMember
) -> None:
    await a_staff_member(lead.school, "teacher", trusted_as="Mrs Hart")
    of_school = (await accounts.get(f"/pupil-pages/{lead.school.code}")).json()
    assert of_school["school"]["name"] == lead.school.name
    assert (of_school["class"], of_school["lane"]) == (None, None)
    assert [one["display_name"] for one in of_school["adults"]] == ["Mrs Hart"]
    assert [one["person_id"] for one in of_school["leads"]] == [str(lead.id)]
    of_class = (await accounts.get(f"/pupil-pages/{lead.school.big_class_code.lower()}")).json()
    assert of_class["class"] == {"id": str(lead.school.big_class_id), "name": "Oaks"}
    assert of_class["lane"] == "big"
    assert (await accounts.get("/pupil-pages/NOSUCHCODE")).status_code == 404


async def test_the_childs_token_opens_reporting_and_nothing_else(
    accounts: httpx.AsyncClient, lead: AStaffMember
) -> None:
    page = (await accounts.get(f"/pupil-pages/{lead.school.code}")).json()
    verifier = Verifier("lantern-accounts", "reporting", Published(accounts))
    claims = await verifier.verify(page["token"])
    assert (claims.kind, claims.rol, claims.sch) == ("pupil_page", (), str(lead.school.id))
    left = datetime.fromisoformat(page["expires_at"]) - clock.now()
    assert 23.9 < left.total_seconds() / 3600 <= 24
    bearer = {"Authorization": f"Bearer {page['token']}"}
    for path in ("/staff", "/pupils?search=ann", "/schools/current", "/tablets"):
        assert (await accounts.get(path, headers=bearer)).status_code == 401


async def test_a_profile_from_before_a_setting_came_still_opens_the_childs_page(
    accounts: httpx.AsyncClient, lead: AStaffMember, settings_values: dict[str, Any]
) -> None:
    older = text(
        "UPDATE accounts.profile_version SET settings = settings - 'public.away_page'"
        " WHERE school_id = :school"
    )
    async with as_owner(settings_values, lead.school.id) as session:
        await session.execute(older, {"school": lead.school.id})
    page = await accounts.get(f"/pupil-pages/{lead.school.code}")
    assert page.json()["away"] == "times_tables"
