"""What the guards G-05 to G-10 allow, written down a second time, apart from the product.

The state machine test asks this model before each act and the service does it: the two must agree.
"""

from dataclasses import dataclass, field
from uuid import UUID

STAFF = ("head", "dsl", "ddsl", "office", "teacher", "assistant")
EVERYBODY = (*STAFF, "chair")
SEE_ALL = frozenset({"head", "dsl", "ddsl", "office"})
LEADS = frozenset({"head", "dsl", "ddsl"})
CONFISCATORS = {
    "downs": frozenset(STAFF),
    "abingdon": frozenset({"head"}),
    "default": frozenset({"head", "dsl", "ddsl"}),
}
GROUNDS = (
    *("school_rule", "bullying", "sexual_imagery", "illegal_content"),
    *("network_harm", "exam", "barred_place"),
)
MAY_BE_A_CRIME = frozenset({"sexual_imagery", "illegal_content"})
HERE = frozenset({"safe_keeping", "held"})
POLICE = frozenset({"held_as_evidence", "with_police"})
STATES = HERE | POLICE | {"returned"}
ROOM = {"Long shelf": 500, "Small tray": 2}


@dataclass
class Life:
    """One device as the model follows it."""

    device_id: UUID
    ground: str
    state: str
    taker: str
    is_confirmed: bool
    is_linked: bool = False
    keeper: str | None = None
    place: str | None = None
    is_sealed: bool = False
    seq: int = 1
    searches: list[str] = field(default_factory=list)  # authorised and not over
    deletions: list[tuple[str, str]] = field(default_factory=list)  # allowed: address, deleter

    def is_seen_by(self, who: str) -> bool:
        return who in SEE_ALL or who in {self.taker, self.keeper}

    def ends(self, state: str) -> None:
        """Move to `state` with one more row in the chain."""
        self.state, self.seq = state, self.seq + 1

    def lies(self, place: str | None, keeper: str | None = None) -> None:
        """Be in `place` or with `keeper`, never both."""
        self.place, self.keeper = place, keeper

    @property
    def unheld(self) -> str:
        """Return where it goes when the police need it no longer."""
        return "held" if self.is_confirmed else "safe_keeping"

    @property
    def may_be_searched(self) -> bool:
        return self.state == "held" and self.ground not in MAY_BE_A_CRIME

    def may_be_deleted_by(self, deleter: str) -> bool:
        is_for_child = self.ground in MAY_BE_A_CRIME and deleter != "young_person"
        return self.state not in POLICE and not is_for_child
