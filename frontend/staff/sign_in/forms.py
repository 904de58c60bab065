"""What somebody types to sign in."""

from dataclasses import dataclass, field

from starlette.datastructures import FormData

from frontend.clients.accounts import SignIn
from frontend.staff.signed_in import is_own_page
from frontend.web.forms import text

MISSING_NAME = "Enter your user name"
MISSING_PASSWORD = "Enter your password"  # noqa: S105 - a sentence, not a password


@dataclass(frozen=True)
class SignInForm:
    """User name, password, and the code from the app where the tablet is not enrolled."""

    user_name: str = ""
    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    next_page: str = "/staff"

    @classmethod
    def of(cls, form: FormData) -> "SignInForm":
        """Read what was sent."""
        return cls(
            user_name=text(form, "user_name"),
            password=str(form.get("password", "")),
            code=text(form, "code").replace(" ", ""),
            next_page=own_page(text(form, "next")),
        )

    def errors(self) -> dict[str, str]:
        """Return what is missing, by field."""
        found = {}
        if not self.user_name:
            found["user_name"] = MISSING_NAME
        if not self.password:
            found["password"] = MISSING_PASSWORD
        return found

    def sign_in(self, tablet: str | None) -> SignIn:
        """Return what accounts needs to know."""
        return SignIn(self.user_name, self.password, self.code or None, tablet)


def own_page(address: str) -> str:
    """Return `address` where it is one of our own pages; the staff home otherwise."""
    return address if is_own_page(address) else "/staff"
