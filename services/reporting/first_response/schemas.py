"""What whoever sees something does first, and never, before anybody has triaged it."""

from pydantic import BaseModel

from services.reporting.cases.models import Kind


class Asked(BaseModel):
    """A question that the procedure asks; `choices` where it offers a list."""

    key: str
    text: str
    choices: list[str]


class FirstResponse(BaseModel):
    """The card for one kind of concern, in the words of its procedure."""

    kind: Kind
    title: str
    about: str
    risk_area: str
    first: list[str]
    never: list[str]
    asks: list[Asked]
