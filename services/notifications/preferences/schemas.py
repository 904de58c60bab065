"""A person's own wishes as the API takes and shows them; no wish holds back what is urgent."""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Wishes(BaseModel):
    """When mail about what can wait should wait, and how else somebody wants to be told."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)

    quiet_in_class: bool = False
    quiet_evenings: bool = False
    # a text message beside the mail for every urgent alert, not only out of school hours
    texts_urgent: bool = False
    # the weekly overview is read in the app
    no_digest: bool = False
    # tasks, what is overdue and answers from outside; never an alert
    can_wait: Literal["mail", "weekly", "app"] = "mail"


class WishesShown(Wishes):
    """A person's wishes, and whether this Lantern can send texts at all."""

    sends_texts: bool = False
