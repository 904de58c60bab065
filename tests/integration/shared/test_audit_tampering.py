"""A2, T11, T12: whatever is done to the trail behind our back shows, at the first bad row."""

import secrets

import pytest

from services.shared import audit
from services.shared.audit_heads import Head, append_heads
from services.shared.sealer import seal_once
from tests.integration.shared.trail import Trail

pytestmark = pytest.mark.anyio

ROW_4 = "(SELECT entry_id FROM audit.seal WHERE school_id = $1 AND number = 4)"
ENTRY_TAMPERINGS = {
    "id": f"UPDATE audit.entry SET id = gen_random_uuid() WHERE id = {ROW_4}",
    "school_id": f"UPDATE audit.entry SET school_id = gen_random_uuid() WHERE id = {ROW_4}",
    "position": (
        "ALTER TABLE audit.entry ALTER position DROP IDENTITY;"
        f"UPDATE audit.entry SET position = position + 1000 WHERE id = {ROW_4};"
        "ALTER TABLE audit.entry ALTER position ADD GENERATED ALWAYS AS IDENTITY (START 100000)"
    ),
    "transaction_id": f"UPDATE audit.entry SET transaction_id = '9' WHERE id = {ROW_4}",
    "at": f"UPDATE audit.entry SET at = at + interval '1 microsecond' WHERE id = {ROW_4}",
    "actor_id": f"UPDATE audit.entry SET actor_id = gen_random_uuid() WHERE id = {ROW_4}",
    "actor_kind": f"UPDATE audit.entry SET actor_kind = 'system' WHERE id = {ROW_4}",
    "act": f"UPDATE audit.entry SET act = 'case.list' WHERE id = {ROW_4}",
    "subject_kind": f"UPDATE audit.entry SET subject_kind = 'device' WHERE id = {ROW_4}",
    "subject_id": f"UPDATE audit.entry SET subject_id = gen_random_uuid() WHERE id = {ROW_4}",
    "facts": f"UPDATE audit.entry SET facts = facts || '{{\"rows\": 2}}' WHERE id = {ROW_4}",
    "content_sha256": f"UPDATE audit.entry SET content_sha256 = sha256('x') WHERE id = {ROW_4}",
    "no content": f"UPDATE audit.entry SET content_sha256 = NULL WHERE id = {ROW_4}",
    "mac": f"UPDATE audit.entry SET mac = sha256(mac) WHERE id = {ROW_4}",
    "deleted row": f"DELETE FROM audit.entry WHERE id = {ROW_4}",
    "seal number": "UPDATE audit.seal SET number = 99 WHERE school_id = $1 AND number = 4",
    "seal place": "UPDATE audit.seal SET place = 10^9 WHERE school_id = $1 AND number = 4",
    "seal at": "UPDATE audit.seal SET at = at - interval '1 s' WHERE school_id = $1 AND number = 4",
    "seal entry": (
        "UPDATE audit.seal SET entry_id = gen_random_uuid() WHERE school_id = $1 AND number = 4"
    ),
    "seal chain": (
        "UPDATE audit.seal SET chain = sha256(chain) WHERE school_id = $1 AND number = 4"
    ),
    "deleted seal": "DELETE FROM audit.seal WHERE school_id = $1 AND number = 4",
    "deleted both": (
        f"DELETE FROM audit.entry WHERE id = {ROW_4};"
        "DELETE FROM audit.seal WHERE school_id = $1 AND number = 4"
    ),
    "swapped rows": (
        "UPDATE audit.entry e SET subject_id = o.subject_id, mac = o.mac FROM audit.entry o,"
        " audit.seal s, audit.seal t WHERE s.school_id = $1 AND t.school_id = $1"
        " AND e.id = s.entry_id AND o.id = t.entry_id AND s.number + t.number = 9"
        " AND s.number IN (4, 5)"
    ),
    "swapped links": (
        "ALTER TABLE audit.seal DROP CONSTRAINT uq_seal_entry_id;"
        "UPDATE audit.seal s SET entry_id = o.entry_id FROM audit.seal o WHERE s.school_id = $1"
        " AND o.school_id = $1 AND s.number + o.number = 9 AND s.number IN (4, 5);"
        "ALTER TABLE audit.seal ADD CONSTRAINT uq_seal_entry_id UNIQUE (entry_id)"
    ),
}


@pytest.mark.parametrize("kind", ENTRY_TAMPERINGS)
async def test_each_tampering_is_found_at_the_first_bad_row(trail: Trail, kind: str) -> None:
    await trail.write(8)
    await trail.seal()
    fourth = await trail.entry_id(4)
    assert (await trail.verdict()).bad is None
    await trail.tamper(ENTRY_TAMPERINGS[kind])
    bad = (await trail.verdict()).bad
    assert bad is not None
    assert str(fourth) in bad or "link 4" in bad


async def test_a_cut_tail_is_found_by_the_head(trail: Trail) -> None:
    await trail.write(8)
    await trail.seal()
    await trail.tamper(
        "DELETE FROM audit.entry e USING audit.seal s"
        " WHERE s.entry_id = e.id AND s.school_id = $1 AND s.number > 6;"
        "DELETE FROM audit.seal WHERE school_id = $1 AND number > 6"
    )
    assert "head tells of link 8" in str((await trail.verdict()).bad)


async def test_an_emptied_trail_is_found_by_the_head(trail: Trail) -> None:
    await trail.write(3)
    await trail.seal()
    await trail.superuser.execute("TRUNCATE audit.entry, audit.seal")
    assert "cut off" in str((await trail.verdict()).bad)


async def test_a_rebuilt_trail_without_the_key_is_found(trail: Trail) -> None:
    await trail.write(3)
    stolen_service = secrets.token_bytes(32)
    audit.use_key(stolen_service)
    await trail.superuser.execute("TRUNCATE audit.entry, audit.seal")
    await trail.write(3)
    await seal_once(trail.sealer, stolen_service, trail.heads_dir / "elsewhere")
    assert "was changed" in str((await trail.verdict()).bad)


async def test_a_row_changed_before_it_is_sealed_is_found(trail: Trail) -> None:
    await trail.write(2)
    await trail.tamper("UPDATE audit.entry SET act = 'case.list' WHERE school_id = $1")
    assert "was changed" in str((await trail.verdict()).bad)


async def test_a_forged_or_older_head_is_found(trail: Trail) -> None:
    await trail.write(2)
    await trail.seal()
    append_heads(trail.heads_dir, secrets.token_bytes(32), [Head(trail.school_id, 2, b"x", "now")])
    assert "head in line" in str((await trail.verdict()).bad)


async def test_a_half_written_head_is_passed_over(trail: Trail) -> None:
    await trail.write(2)
    await trail.seal()
    with (trail.heads_dir / f"{trail.school_id}.jsonl").open("a") as file:
        file.write('{"school_id": "')
    assert (await trail.verdict()).bad is None
