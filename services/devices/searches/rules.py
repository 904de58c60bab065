"""When a pupil's device may be searched (dw3; G-06): eight gates and a plain state table.

Everything here is pure. A gate that is not answered does not hold (G-35).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from services.devices.custody.rules import SENSITIVE_GROUNDS, Act, Custody, Ground, State, why_not
from services.devices.proceedings.rules import Gate


class SearchState(StrEnum):
    """Where a search stands."""

    PROPOSED = "proposed"
    AUTHORISED = "authorised"
    REFUSED = "refused"
    CARRIED_OUT = "carried_out"
    STOPPED = "stopped"


class SearchAct(StrEnum):
    """What somebody does about a search; each becomes one row of its journal."""

    PROPOSED = "proposed"
    ANSWERED = "answered"
    AUTHORISED = "authorised"
    REFUSED = "refused"
    CARRIED_OUT = "carried_out"
    STOPPED = "stopped"
    ILLEGAL_FOUND = "illegal_found"
    PARENTS_TOLD = "parents_told"
    PARENTS_NOT_TOLD = "parents_not_told"
    REVIEWED = "reviewed"


class Said(StrEnum):
    """An answer; whoever is not sure is protected as if it were the worse one (G-35)."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class Power(StrEnum):
    """Under which power it is searched (Education Act 1996 section 550ZA and 550ZC)."""

    OFFENCE_OR_HARM = "offence_or_harm"
    BANNED_ITEM = "banned_item"
    NONE = "none"


class Consent(StrEnum):
    """Who agreed to the search."""

    PUPIL = "pupil"
    PARENT = "parent"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


class ConsentRule(StrEnum):
    """What the school asks for beside the statutory ground (`devices.search_consent`)."""

    REQUIRED = "required"
    SOUGHT = "sought"
    NOT_REQUIRED = "not_required"


class Sex(StrEnum):
    """As the searcher says of themselves; the pupil's stands in the directory."""

    FEMALE = "F"
    MALE = "M"


AFTER: Mapping[tuple[SearchState, SearchAct], SearchState] = MappingProxyType(
    {
        (SearchState.PROPOSED, SearchAct.ANSWERED): SearchState.PROPOSED,
        (SearchState.PROPOSED, SearchAct.AUTHORISED): SearchState.AUTHORISED,
        (SearchState.PROPOSED, SearchAct.REFUSED): SearchState.REFUSED,
        (SearchState.AUTHORISED, SearchAct.CARRIED_OUT): SearchState.CARRIED_OUT,
        (SearchState.AUTHORISED, SearchAct.STOPPED): SearchState.STOPPED,
        (SearchState.AUTHORISED, SearchAct.ILLEGAL_FOUND): SearchState.STOPPED,
        (SearchState.CARRIED_OUT, SearchAct.PARENTS_TOLD): SearchState.CARRIED_OUT,
        (SearchState.CARRIED_OUT, SearchAct.PARENTS_NOT_TOLD): SearchState.CARRIED_OUT,
        (SearchState.CARRIED_OUT, SearchAct.REVIEWED): SearchState.CARRIED_OUT,
        (SearchState.STOPPED, SearchAct.PARENTS_TOLD): SearchState.STOPPED,
        (SearchState.STOPPED, SearchAct.PARENTS_NOT_TOLD): SearchState.STOPPED,
        (SearchState.STOPPED, SearchAct.REVIEWED): SearchState.STOPPED,
    }
)
ONCE = frozenset({SearchAct.PARENTS_TOLD, SearchAct.REVIEWED})
OVER = frozenset({SearchState.REFUSED, SearchState.CARRIED_OUT, SearchState.STOPPED})

MAY_BE_CHILD_IMAGERY = (
    "There may be a nude or sexual picture of a child, or something illegal. Nobody at school "
    "looks for it: hold the device for the police and tell the safeguarding lead."
)
_NOT_NOW = {
    State.SAFE_KEEPING: "Somebody who may confiscate confirms the taking first.",
    State.HELD_AS_EVIDENCE: "The police hold wins: a device held for the police is not searched.",
}


@dataclass(frozen=True)
class SearchRules:
    """What one school's profile says about searches."""

    searchers: frozenset[str]  # roles (`devices.search_by`)
    consent: ConsentRule

    @classmethod
    def of(cls, profile: Mapping[str, object]) -> "SearchRules":
        """Read the profile; the strictest where it says nothing that is known."""
        roles = profile.get("devices.search_by") or ["head"]
        words = [roles] if isinstance(roles, str) else roles
        said = str(profile.get("devices.search_consent"))
        known = said in set(ConsentRule)
        return cls(
            frozenset(str(word) for word in words),  # type: ignore[attr-defined] # JSON
            ConsentRule(said) if known else ConsentRule.REQUIRED,
        )


@dataclass(frozen=True)
class SearchFacts:
    """What the school knows by itself when the gates are looked at."""

    custody: Custody
    ground: Ground
    pupil_sex: str | None
    searchers: frozenset[UUID]
    witnesses: frozenset[UUID]
    consent: ConsentRule


Answers = Mapping[str, str]


def state_of(acts: Iterable[str]) -> SearchState:
    """Return where a search stands after `acts`, the first of which proposed it."""
    state = SearchState.PROPOSED
    for act in acts:
        state = AFTER.get((state, SearchAct(act)), state)
    return state


def why_not_act(done: tuple[str, ...], act: SearchAct) -> str | None:
    """Return why `act` cannot follow what was `done`, or None."""
    if act in ONCE and act in done:
        return "This has been recorded already."
    if (state_of(done), act) in AFTER:
        return None
    return _IMPOSSIBLE[state_of(done)]


_IMPOSSIBLE = {
    SearchState.PROPOSED: "This search has not been authorised.",
    SearchState.AUTHORISED: "This search is authorised and has not ended yet.",
    SearchState.REFUSED: "This search was refused. Propose a new one if something has changed.",
    SearchState.CARRIED_OUT: "This search has been carried out.",
    SearchState.STOPPED: "This search was stopped.",
}


def gates_of(answers: Answers, facts: SearchFacts) -> tuple[Gate, ...]:
    """Return the eight gates of dw3 with what each still needs (G-06)."""
    return (
        Gate("free", "No police hold, no suspected picture of a child", _free(answers, facts)),
        Gate("ground", "A good reason, and a power or consent", _ground(answers, facts)),
        Gate("searcher", "Searched by somebody who may", _searcher(answers, facts)),
        Gate("witness", "A safeguarding lead as witness", _witness(answers, facts)),
        Gate("same_sex", "Searcher of the same sex as the child", _same_sex(answers, facts)),
        Gate("place", "A private, confidential, safe room", _place(answers)),
        Gate("seniors_told", "Senior leaders told beforehand", _seniors(answers)),
        Gate("distress", "No more distress for a child", _distress(answers)),
    )


def _free(answers: Answers, facts: SearchFacts) -> str | None:
    state = facts.custody.state
    if why_not(facts.custody, Act.SEARCHED):
        return _NOT_NOW.get(state) or why_not(facts.custody, Act.SEARCHED)
    if facts.ground in SENSITIVE_GROUNDS:
        return MAY_BE_CHILD_IMAGERY
    if "suspects_child_image" not in answers:
        return "Say whether there may be a nude or sexual picture of a child on it."
    return None if answers["suspects_child_image"] == Said.NO else MAY_BE_CHILD_IMAGERY


def _ground(answers: Answers, facts: SearchFacts) -> str | None:
    if not answers.get("reason"):
        return "Write down the good reason for this search."
    has_consent = answers.get("consent") in {Consent.PUPIL, Consent.PARENT}
    return None if has_consent else _without_consent(answers, facts)


def _without_consent(answers: Answers, facts: SearchFacts) -> str | None:
    if facts.consent is ConsentRule.REQUIRED:
        return "This school needs the pupil's or a parent's consent. Record who agreed."
    if facts.consent is ConsentRule.SOUGHT and answers.get("consent") != Consent.REFUSED:
        return "Ask the pupil or a parent for consent, and record the answer."
    return _power(answers)


def _power(answers: Answers) -> str | None:
    if answers.get("power") in {Power.OFFENCE_OR_HARM, Power.BANNED_ITEM}:
        return None
    return "Without consent a search needs a power from the Education Act 1996: choose which."


def _searcher(answers: Answers, facts: SearchFacts) -> str | None:
    if not answers.get("searcher_id"):
        return "Name who searches."
    if UUID(answers["searcher_id"]) in facts.searchers:
        return None
    return "This person is not one of those who may search at this school."


def _witness(answers: Answers, facts: SearchFacts) -> str | None:
    if not answers.get("witness_id"):
        return "Name the safeguarding lead or deputy who is present."
    if UUID(answers["witness_id"]) not in facts.witnesses:
        return "The witness is the safeguarding lead or a deputy."
    if answers["witness_id"] == answers.get("searcher_id"):
        return "The witness is somebody other than the person who searches."
    return None


def _same_sex(answers: Answers, facts: SearchFacts) -> str | None:
    if not answers.get("searcher_sex"):
        return "Say the sex of the person who searches."
    if answers["searcher_sex"] == facts.pupil_sex:
        return None
    if answers.get("harm_imminent") != Said.YES:
        return (
            "The person who searches must be of the same sex as the child, unless serious harm is "
            "imminent."
        )
    return None if answers.get("harm_reason") else "Say which serious harm is imminent."


def _place(answers: Answers) -> str | None:
    if not answers.get("place"):
        return "Say in which room."
    if answers.get("is_private") == Said.YES:
        return None
    return "Choose a room that is private, confidential and safe."


def _seniors(answers: Answers) -> str | None:
    return None if answers.get("seniors_told") else "Tell senior leaders first, and say whom."


def _distress(answers: Answers) -> str | None:
    if not answers.get("adds_distress"):
        return "Say whether it would add distress to a child."
    if answers["adds_distress"] == Said.NO:
        return None
    if answers.get("immediate_issue") != Said.YES:
        return (
            "It may add distress to a child: stop, unless there is clear evidence of an immediate "
            "safeguarding issue."
        )
    return None if answers.get("immediate_reason") else "Say what the clear evidence is."


def waits_for(done: tuple[str, ...], missing: list[str]) -> list[str]:
    """Return what a search still needs from somebody, as sentences for a list."""
    state = state_of(done)
    if state is SearchState.PROPOSED:
        return [f"{len(missing)} missing" if missing else "A lead authorises or refuses it"]
    if state is SearchState.AUTHORISED:
        return ["To be carried out or stopped"]
    if state is SearchState.REFUSED:
        return []
    asked = {
        SearchAct.REVIEWED: "A safeguarding lead reviews it",
        SearchAct.PARENTS_TOLD: "The parents are told",
    }
    return [sentence for act, sentence in asked.items() if act not in done]


def is_red(done: tuple[str, ...]) -> bool:
    """Say whether something illegal was found and nobody has reviewed it yet."""
    return SearchAct.ILLEGAL_FOUND in done and SearchAct.REVIEWED not in done
