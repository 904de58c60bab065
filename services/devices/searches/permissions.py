"""Who proposes, authorises, carries out and reviews a search."""

from uuid import UUID

from services.devices.searches.rules import Answers, SearchAct

AUTHORISE = frozenset({"head", "dsl", "ddsl"})
REVIEW = frozenset({"dsl", "ddsl"})
LEADS = "Only a safeguarding lead or the head decides about a search."
_RECORDS = frozenset({SearchAct.CARRIED_OUT, SearchAct.STOPPED, SearchAct.ILLEGAL_FOUND})
_DECIDES = frozenset({SearchAct.AUTHORISED, SearchAct.REFUSED})


def why_not_you(
    act: SearchAct, roles: frozenset[str], person_id: UUID, answers: Answers
) -> str | None:
    """Return why somebody may not do `act` about a search with these answers, or None."""
    is_searcher = answers.get("searcher_id") == str(person_id)
    if act in _DECIDES:
        return _why_not_decide(act, roles, is_searcher=is_searcher)
    if act in _RECORDS and str(person_id) not in {
        answers.get("searcher_id"),
        answers.get("witness_id"),
    }:
        return "Only the person who searches and the witness record what happened."
    if act is SearchAct.REVIEWED:
        return _why_not_review(roles, is_searcher=is_searcher)
    return None


def _why_not_decide(act: SearchAct, roles: frozenset[str], *, is_searcher: bool) -> str | None:
    if roles.isdisjoint(AUTHORISE):
        return LEADS
    # the head authorises searches by law; nobody else allows their own
    if act is SearchAct.AUTHORISED and is_searcher and "head" not in roles:
        return "Nobody authorises their own search. Ask the head or another safeguarding lead."
    return None


def _why_not_review(roles: frozenset[str], *, is_searcher: bool) -> str | None:
    if roles.isdisjoint(REVIEW):
        return "The safeguarding lead or a deputy reviews every search."
    return "Another safeguarding lead reviews your search." if is_searcher else None
