"""What can go wrong when signing in: one sentence for all of it."""

from services.shared.errors import NotSignedIn, TooMany

NOT_SIGNED_IN = (
    "We could not sign you in. Check the user name, the password and the code. After five wrong"
    " tries an account is locked for 15 minutes."
)
LOCKED = "There were too many wrong tries. Wait 15 minutes, or ask the school office."
NOT_YOUR_OWN = "That is not your password. Type the one with which you sign in."
TOO_MANY_GUESSES = "There were five wrong passwords. Wait 15 minutes, then try again."


class SignInRefused(NotSignedIn):
    """Name, password or code is not right; which one is never said."""

    def __init__(self) -> None:
        super().__init__(NOT_SIGNED_IN)


class AccountLocked(TooMany):
    """Five wrong tries for this name, whether anybody has it or not."""

    def __init__(self) -> None:
        super().__init__(LOCKED)
