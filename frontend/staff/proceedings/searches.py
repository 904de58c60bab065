"""The words of a search of a pupil's device (dw3)."""

from frontend.staff.proceedings.forms import (
    YES_NO,
    YES_NO_UNSURE,
    Act,
    Journey,
    Look,
    Question,
)

_REASON = Question(
    "reason",
    "What is the good reason?",
    Look.WORDS,
    hint="What you reasonably suspect, and why looking is the only way.",
    missing="Write down the good reason for this search",
)
_IMAGE = Question(
    "suspects_child_image",
    "May there be a nude or sexual picture of a child on it?",
    Look.ROW,
    YES_NO_UNSURE,
    hint="If you are not sure, it is not searched.",
)
_POWER = Question(
    "power",
    "Under which power?",
    Look.RADIOS,
    {
        "offence_or_harm": "Suspected of use in an offence, to hurt a person or to damage things",
        "banned_item": "The school rules ban it and say that it may be searched for",
        "none": "Neither",
    },
    hint="Education Act 1996, sections 550ZA and 550ZC.",
)
_CONSENT = Question(
    "consent",
    "Who agreed to the search?",
    Look.RADIOS,
    {
        "pupil": "The pupil agreed",
        "parent": "A parent or carer agreed",
        "refused": "We asked, and they did not agree",
        "not_asked": "Nobody has been asked",
    },
)
_OTHERS = (
    Question("searcher_id", "Who searches?", Look.PERSON),
    Question(
        "searcher_sex",
        "Which sex is the person who searches?",
        Look.ROW,
        {"F": "Female", "M": "Male"},
    ),
    Question(
        "harm_imminent",
        "Is serious harm imminent, so that nobody of the child's sex can be waited for?",
        Look.ROW,
        YES_NO,
        hint="Only where the sexes differ.",
    ),
    Question("harm_reason", "If yes: which harm?", Look.LINE),
    Question(
        "witness_id",
        "Who is the witness?",
        Look.PERSON,
        hint="The safeguarding lead or a deputy, never the person who searches.",
    ),
    Question("place", "In which room?", Look.LINE),
    Question("is_private", "Is it private, confidential and safe?", Look.ROW, YES_NO),
    Question("seniors_told", "Which senior leaders were told, and when?", Look.LINE),
    Question(
        "adds_distress",
        "Could it add distress to a child who may be pictured?",
        Look.ROW,
        YES_NO_UNSURE,
    ),
    Question(
        "immediate_issue",
        "Is there clear evidence of an immediate safeguarding issue?",
        Look.ROW,
        YES_NO,
        hint="Only where it could add distress.",
    ),
    Question("immediate_reason", "If yes: what is the evidence?", Look.LINE),
)
_ILLEGAL = Question(
    "found_illegal",
    "Did you see anything that may be illegal?",
    Look.ROW,
    YES_NO,
    hint="Yes stops the search and holds the device for the police. Show nobody, copy nothing.",
    missing="Say whether anything may be illegal",
    is_truth=True,
)

SEARCHES = Journey(
    path="searches",
    title="Searches of devices",
    one="Search of a device",
    new="Propose a search",
    new_button="Propose the search",
    opening=(
        Question(
            "owner",
            "Whose is it?",
            Look.ROW,
            {
                "pupil": "A pupil",
                "visitor": "A visitor",
                "parent": "A parent",
                "staff": "A colleague",
            },
            missing="Say whose it is",
        ),
        _REASON,
        _IMAGE,
        _POWER,
        _CONSENT,
    ),
    questions=(_REASON, _IMAGE, _POWER, _CONSENT, *_OTHERS),
    answers_title="Answer what is missing",
    acts=(
        Act(
            "authorise",
            "authorised",
            "Authorise it",
            "Authorise the search",
            lead="Every gate holds. Stop as soon as something looks illegal.",
        ),
        Act(
            "carry-out",
            "carried_out",
            "Record what was found",
            "Record the search",
            (
                Question(
                    "what_looked_at",
                    "What was looked at?",
                    Look.WORDS,
                    missing="Say what was looked at",
                ),
                Question(
                    "what_found",
                    "What was found, in words?",
                    Look.WORDS,
                    missing="Say what was found",
                ),
                Question(
                    "action_taken", "What was done then?", Look.WORDS, missing="Say what was done"
                ),
                _ILLEGAL,
            ),
        ),
        Act(
            "stop",
            "stopped",
            "Stop it",
            "Stop the search",
            (
                Question(
                    "reason", "Why is it stopped?", Look.WORDS, missing="Say why it is stopped"
                ),
                _ILLEGAL,
            ),
            is_warning=True,
        ),
        Act(
            "parents",
            "parents_told",
            "Tell the parents of the search and its result",
            "Record it",
            (
                Question(
                    "told",
                    "Have the parents been told?",
                    Look.ROW,
                    YES_NO,
                    missing="Say whether they were told",
                    is_truth=True,
                ),
                Question("told_whom", "If yes: whom, how and when?", Look.LINE),
                Question("reason", "If no: why not yet?", Look.LINE, hint="The reason is kept."),
            ),
        ),
        Act(
            "review",
            "reviewed",
            "Review it",
            "Record the review",
            (
                Question(
                    "wider_need",
                    "Does a child need more help or protection?",
                    Look.WORDS,
                    missing="Say what the review found",
                ),
            ),
        ),
        Act(
            "refuse",
            "refused",
            "Refuse it",
            "Refuse the search",
            (
                Question(
                    "reason", "Why is it refused?", Look.WORDS, missing="Say why it is refused"
                ),
            ),
            is_warning=True,
        ),
    ),
    states={
        "proposed": "Proposed",
        "authorised": "Authorised",
        "refused": "Refused",
        "carried_out": "Carried out",
        "stopped": "Stopped",
    },
    looks={"proposed": "medium", "authorised": "high", "stopped": "high"},
    events={
        "proposed": "Proposed",
        "answered": "Answered anew",
        "authorised": "Authorised",
        "refused": "Refused",
        "carried_out": "Carried out",
        "stopped": "Stopped",
        "illegal_found": "Stopped: it may be illegal, held for the police",
        "parents_told": "Parents told",
        "parents_not_told": "Parents not told yet",
        "reviewed": "Reviewed by a safeguarding lead",
    },
    said=(
        "Search only what you must, only with a witness, and only once every gate holds.",
        "Never look for a nude or sexual picture of a child.",
        "Never copy, print or forward anything.",
        "The powers cover pupils' devices only.",
    ),
    guidance=(
        "Searching, screening and confiscation: advice for schools "
        "(Department for Education, July 2022)"
    ),
    red="Something illegal may have been seen, and no safeguarding lead has reviewed it yet.",
    opened="The search is proposed. See below what is missing.",
)
