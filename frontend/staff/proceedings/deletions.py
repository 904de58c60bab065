"""The words of a decision about deletion (dw7)."""

from frontend.staff.proceedings.forms import (
    YES_NO,
    YES_NO_UNSURE,
    Act,
    Choices,
    Journey,
    Look,
    Question,
)

STAFF = "staff"
DELETERS: Choices = {
    "young_person": "The young person",
    "owner": "The owner of the device or account",
    STAFF: "A member of staff",
}
_QUESTIONS = (
    Question(
        "what_in_words",
        "What is to be deleted, in words?",
        Look.WORDS,
        hint="Never a copy or a link.",
        missing="Say in words what is to be deleted",
    ),
    Question("account", "In which account, if it is not on a device?", Look.LINE),
    Question("policy_breached", "Which policy or rule did it break?", Look.LINE),
    Question(
        "suspects_child_image",
        "May it be a nude or sexual picture of a child?",
        Look.ROW,
        YES_NO_UNSURE,
    ),
    Question("is_evidence", "May it be evidence of an offence?", Look.ROW, YES_NO_UNSURE),
    Question(
        "agencies_not_needed",
        "Is it confirmed that police, children's services and CEOP do not need it?",
        Look.ROW,
        YES_NO,
    ),
    Question("agencies_confirmed_by", "Who confirmed it, and when?", Look.LINE),
    Question("child_at_risk", "Could deleting it put a child at risk?", Look.ROW, YES_NO_UNSURE),
    Question("inquiry_harmed", "Could deleting it harm an inquiry?", Look.ROW, YES_NO_UNSURE),
    Question("deleter", "Who deletes it?", Look.RADIOS, DELETERS),
)

DELETIONS = Journey(
    path="deletions",
    title="Decisions about deletion",
    one="Decision about deletion",
    new="Ask whether something may be deleted",
    new_button="Ask for the decision",
    opening=_QUESTIONS,
    questions=_QUESTIONS,
    answers_title="Answer what is missing",
    acts=(
        Act("allow", "allowed", "Allow it", "Allow the deletion", lead="Every gate holds."),
        Act(
            "done",
            "done",
            "Record that it was deleted",
            "Record the deletion",
            (
                Question(
                    "deleted_by",
                    "Who deleted it?",
                    Look.RADIOS,
                    DELETERS,
                    missing="Choose who deleted it",
                ),
                Question("who_deleted", "Their name", Look.LINE, missing="Write their name"),
                Question(
                    "witness", "Who stood beside them?", Look.LINE, missing="Name the witness"
                ),
            ),
        ),
    ),
    states={"asked": "Asked", "locked": "Locked", "allowed": "Allowed", "done": "Deleted"},
    looks={"asked": "medium", "locked": "critical", "allowed": "high"},
    events={
        "asked": "Asked",
        "answered": "Answered anew",
        "allowed": "Allowed",
        "done": "Deleted",
    },
    said=(
        "Nothing is deleted while the police, another agency or an inquiry may need it.",
        "Staff never delete what may be a nude or sexual picture of a child.",
        "The young person does, once the safeguarding lead has confirmed that no agency needs it.",
    ),
    red="Deletion is locked.",
    opened="The question is recorded. See below what is missing.",
)
