"""Print class cards, take them back, and open the door to a child who shows one."""

from uuid import UUID, uuid4

from sqlalchemy import insert, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession

from services.accounts.cards import queries, rules
from services.accounts.cards.models import CardVisit, PicturePassword, PupilCard
from services.accounts.cards.permissions import require_own_class
from services.accounts.cards.queries import ShownCard
from services.accounts.cards.schemas import CardAnswer, CardShown, PrintedCard, PupilWithCard
from services.accounts.opening.queries import opened_at
from services.accounts.people.models import SchoolClass
from services.accounts.schools.queries import keys_of, school_in_force
from services.accounts.sign_in.rules import new_secret, secret_hash
from services.shared import clock, limiter
from services.shared.audit import audit
from services.shared.callers import Caller
from services.shared.database import Database
from services.shared.directory import PUPIL_PAGE
from services.shared.encryption import Keyring
from services.shared.errors import Conflict, NotAllowed, NotThere, TooMany
from services.shared.passwords import hash_password, verify_password
from services.shared.transactions import open_transaction

OTHER_PICTURES = "These are not your three pictures. Have another look."
WAIT = "That was a lot of tries. Wait a little, or tell without the card."
CHOSEN_BEFORE = "There are three pictures for this card already."
PRINTED_BEFORE = "These cards were printed before and are not good any more. Print new ones."


async def class_to_print(session: AsyncSession, class_id: UUID, *, by: Caller) -> SchoolClass:
    """Return a class; raises NotThere for another school's, NotAllowed for not one's own."""
    found, is_own_class = await queries.class_at(session, class_id, by)
    require_own_class(by, is_own_class=is_own_class)
    return found


async def print_cards(  # noqa: PLR0913  # what printing takes, each by name
    session: AsyncSession,
    keyring: Keyring,
    class_id: UUID,
    pupil_ids: tuple[UUID, ...],
    *,
    key: str,
    by: Caller,
) -> list[PrintedCard]:
    """Make new cards for pupils of a class; older cards of theirs are dead at once.

    The same request again returns the same cards. Raises NotThere for a pupil of another class,
    NotAllowed for a class that is not the caller's, Conflict where a card of this request was
    taken back since.
    """
    school_class = await class_to_print(session, class_id, by=by)
    pupils = await queries.pupils_of(session, school_class)
    printed = await queries.printed_with(session, by.school_id, key)
    wanted = [
        one
        for one in pupils
        if one.pupil_id in pupil_ids
        or (not pupil_ids and (not one.has_card or one.pupil_id in printed))
    ]
    if set(pupil_ids) - {one.pupil_id for one in wanted}:
        raise NotThere
    secret = (await keys_of(session, by.school_id, keyring)).secret
    school = (await school_in_force(session, by.school_id)).name
    made = [(one, rules.card_secret(secret, one.pupil_id, key)) for one in wanted]
    await _store(session, made, key, by)
    return [PrintedCard(one.display_name, school_class.name, school, card) for one, card in made]


async def _store(
    session: AsyncSession, made: list[tuple[PupilWithCard, str]], key: str, by: Caller
) -> None:
    ids = tuple(one.pupil_id for one, _ in made)
    known = await queries.good_cards(session, ids, key)
    if any(one.idempotency_key == key and one.revoked_at for one in known):
        raise Conflict(PRINTED_BEFORE)
    again = {one.pupil_id for one in known if one.idempotency_key == key}
    for card in known:
        if card.pupil_id not in again:
            await _revoke(session, card.id, by)
    for one, card_secret in made:
        if one.pupil_id not in again:
            await _issue(session, one.pupil_id, secret_hash(card_secret), key, by)


async def _issue(
    session: AsyncSession, pupil_id: UUID, hashed: bytes, key: str, by: Caller
) -> None:
    row = {
        "id": uuid4(),
        "school_id": by.school_id,
        "pupil_id": pupil_id,
        "secret_hash": hashed,
        "idempotency_key": key,
        "issued_by_id": by.person_id,
        "issued_at": clock.now(),
    }
    await session.execute(insert(PupilCard), [row])
    await audit(session, actor=by, act="card.issued", kind="card", subject_id=pupil_id)


async def _revoke(session: AsyncSession, card_id: UUID, by: Caller) -> None:
    mine = update(PupilCard).where(PupilCard.id == card_id)
    await session.execute(mine.values(revoked_at=clock.now(), revoked_by_id=by.person_id))
    await audit(session, actor=by, act="card.revoked", kind="card", subject_id=card_id)


async def revoke_card(session: AsyncSession, pupil_id: UUID, *, by: Caller) -> None:
    """Take a pupil's card back: dead at once, also where it is in use. Again changes nothing."""
    await _require_pupil(session, pupil_id, by)
    for card in await queries.good_cards(session, (pupil_id,), ""):
        await _revoke(session, card.id, by)


async def reset_pictures(session: AsyncSession, pupil_id: UUID, *, by: Caller) -> None:
    """Take a pupil's three pictures away; whoever shows the card next chooses new ones."""
    await _require_pupil(session, pupil_id, by)
    mine = update(PicturePassword).where(PicturePassword.pupil_id == pupil_id)
    await session.execute(mine.values(pictures_hash=None, changed_at=clock.now()))
    await audit(session, actor=by, act="card.pictures_reset", kind="card", subject_id=pupil_id)


async def _require_pupil(session: AsyncSession, pupil_id: UUID, by: Caller) -> None:
    class_id = await queries.class_of_pupil(session, by.school_id, pupil_id)
    if class_id is None:
        raise NotThere
    await class_to_print(session, class_id, by=by)


async def show_card(database: Database, shown: CardShown) -> CardAnswer:
    """Say what a card needs next, or open a visit with its three pictures.

    Raises NotThere for a card that is not good, NotAllowed for other pictures, TooMany after five
    wrong tries with one card (counted before anything is hashed, and by card: a class behind one
    address waits for nobody), Conflict where pictures were chosen in the meantime.
    """
    hashed = secret_hash(shown.card.get_secret_value())
    async with database.session() as session:
        school_id = await queries.school_of_card(session, hashed)
    if school_id is None:
        raise NotThere
    who = {"school_id": school_id, "person_id": PUPIL_PAGE}
    async with open_transaction(database, **who) as session:
        card = await queries.shown_card(session, hashed)
        if card is None or await opened_at(session, school_id) is None:
            raise NotThere
    if shown.pictures is None:
        return CardAnswer(state="tap" if card.pictures_hash else "choose", page_code=card.page_code)
    pictures = rules.as_password(shown.pictures)
    new_hash = await _checked(database, card, pictures, choose=shown.choose)
    async with open_transaction(database, **who) as session:
        visit = await _open(session, card, school_id, new_hash)
    return CardAnswer(
        state="open", page_code=card.page_code, visit=visit, given_name=card.given_name
    )


async def _checked(
    database: Database, card: ShownCard, pictures: str, *, choose: bool
) -> str | None:
    """Return the hash to keep for pictures that are chosen now, or None for those that fit."""
    if card.pictures_hash is None and choose:
        return await hash_password(pictures)
    if card.pictures_hash is None or choose:
        raise Conflict(CHOSEN_BEFORE)
    bucket = f"card:{card.card_id}"
    if await limiter.count_failure(database, bucket, rules.WAIT_SECONDS) > rules.MOST_WRONG:
        raise TooMany(WAIT)
    if not await verify_password(pictures, card.pictures_hash):
        raise NotAllowed(OTHER_PICTURES)
    await limiter.forget(database, bucket)
    return None


async def _open(
    session: AsyncSession, card: ShownCard, school_id: UUID, new_hash: str | None
) -> str:
    visit, now = new_secret(), clock.now()
    if new_hash is not None:
        await _keep_pictures(session, card, school_id, new_hash)
    row = {
        "id": uuid4(),
        "school_id": school_id,
        "card_id": card.card_id,
        "secret_hash": secret_hash(visit),
        "opened_at": now,
        "ends_at": now + rules.VISIT,
    }
    await session.execute(insert(CardVisit), [row])
    return visit


async def _keep_pictures(
    session: AsyncSession, card: ShownCard, school_id: UUID, new_hash: str
) -> None:
    """Keep them where nobody else has chosen meanwhile; raises Conflict otherwise."""
    row = {"pictures_hash": new_hash, "changed_at": clock.now()}
    kept = (
        upsert(PicturePassword)
        .values(pupil_id=card.pupil_id, school_id=school_id, **row)
        .on_conflict_do_update(
            index_elements=["pupil_id"],
            set_=row,
            where=PicturePassword.pictures_hash.is_(None),
        )
        .returning(PicturePassword.pupil_id)
    )
    if (await session.execute(kept)).one_or_none() is None:
        raise Conflict(CHOSEN_BEFORE)
