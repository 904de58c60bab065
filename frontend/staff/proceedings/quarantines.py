"""The words of a quarantine (dw6)."""

from frontend.staff.proceedings.forms import YES_NO, Act, Journey, Look, Question

_POLICE = (
    Question("officer_name", "Name of the officer", Look.LINE, missing="Write the officer's name"),
    Question(
        "police_reference", "Police reference", Look.LINE, missing="Write the police's reference"
    ),
    Question("police_words", "What did they say?", Look.WORDS, missing="Write what they said"),
)

QUARANTINES = Journey(
    path="quarantines",
    title="Devices and accounts in quarantine",
    one="Quarantine",
    new="Take something out of use",
    new_button="Take it out of use",
    opening=(
        Question(
            "thing",
            "What is it?",
            Look.ROW,
            {"device": "A device", "account": "An account", "both": "Both"},
            missing="Say what it is",
        ),
        Question("asset", "Asset number or name", Look.LINE, missing="Say which one it is"),
        Question(
            "accounts",
            "Which accounts belong to it?",
            Look.LINE,
            hint="Names only, never a password.",
        ),
        Question("place", "Where is it kept?", Look.LINE, missing="Say where it is kept"),
        Question(
            "access_cut",
            "Are network and account access cut?",
            Look.ROW,
            YES_NO,
            missing="Say whether access is cut",
        ),
        Question(
            "reason",
            "Why is it taken out of use?",
            Look.WORDS,
            hint="No names of children, and nothing of what was seen.",
            missing="Say why it is taken out of use",
        ),
        Question(
            "used_by_id",
            "Who used it?",
            Look.PERSON,
            hint="This person sees nothing of it. May stay empty.",
        ),
    ),
    questions=(),
    acts=(
        Act(
            "keeper",
            "keeper_named",
            "Name the keeper",
            "Name the keeper",
            (
                Question(
                    "keeper_id",
                    "Who keeps it? Nobody else has access.",
                    Look.PERSON,
                    missing="Choose the keeper",
                ),
            ),
        ),
        Act(
            "police-advice",
            "police_advised",
            "Record what the police advise",
            "Record the advice",
            _POLICE,
        ),
        Act(
            "police-leave",
            "police_leave",
            "Record the police's leave",
            "Record the leave",
            _POLICE,
            is_warning=True,
        ),
        Act(
            "end",
            "ended",
            "Clean and return it, or destroy it",
            "Record what became of it",
            (
                Question(
                    "outcome",
                    "What became of it?",
                    Look.RADIOS,
                    {
                        "back_in_service": "Cleaned and back in service",
                        "returned": "Returned to its owner",
                        "destroyed": "Destroyed",
                    },
                    missing="Choose what became of it",
                ),
                Question(
                    "what_was_done", "What was done?", Look.WORDS, missing="Say what was done"
                ),
            ),
        ),
    ),
    states={
        "quarantined": "In quarantine",
        "released_by_police": "Police leave given",
        "destroyed_or_returned": "Ended",
    },
    looks={"quarantined": "critical", "released_by_police": "high"},
    events={
        "withdrawn": "Taken out of use",
        "keeper_named": "Keeper named",
        "police_advised": "Police advice",
        "police_leave": "Police leave",
        "ended": "Ended",
    },
    said=(
        "Leave it as it stands: do not switch it on, sign in, wipe or rebuild it.",
        "Cut its network and account access, put it away, and let the head name one keeper.",
        "Nothing is released until the police's leave is recorded.",
    ),
    red="Nothing is released, wiped or rebuilt until the police's leave is recorded.",
    opened="It is out of use. The head names one keeper.",
)
