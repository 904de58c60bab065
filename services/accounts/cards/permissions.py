"""Who may print cards for a class, and see who has one."""

from services.accounts.cards.rules import prints_for
from services.shared.callers import Caller
from services.shared.errors import NotAllowed

NOT_YOURS = "The office and the class's own staff print its cards."


def require_own_class(by: Caller, *, is_own_class: bool) -> None:
    """Raise NotAllowed where the caller has nothing to do with the cards of this class."""
    if not prints_for(by.roles, is_own_class=is_own_class):
        raise NotAllowed(NOT_YOURS)
