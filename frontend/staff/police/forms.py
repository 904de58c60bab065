"""What somebody fills in when the police collect a device or bring it back."""

from frontend.staff.proceedings.forms import Act, Look, Question

_OFFICER = (
    Question("officer_name", "Name of the officer", missing="Write the officer's name"),
    Question("collar_number", "Collar number", missing="Write the collar number"),
)
_CRIME = Question("crime_reference", "Crime reference", missing="Write the crime reference")

FORMS = {
    "hand-to-police": Act(
        "hand-to-police",
        "hand_to_police",
        "Hand it to the police",
        "Record the hand-over",
        (
            *_OFFICER,
            Question("force", "Police force", missing="Write the police force"),
            _CRIME,
            Question(
                "seal_number",
                "Number on the bag or seal",
                hint="May stay empty where it is sealed already.",
            ),
            Question(
                "police_advice",
                "How did the police ask for it to be kept?",
                Look.WORDS,
                hint="On or off, in which bag, where.",
                missing="Say how the police asked for it to be kept",
            ),
            Question(
                "officer_signed_name",
                "The officer types their name here",
                missing="The officer types their name",
            ),
        ),
        lead="Seal it unopened. Leave it switched on or off as the police advise.",
    ),
    "back-from-police": Act(
        "back-from-police",
        "back_from_police",
        "Take it back from the police",
        "Record that it is back",
        (
            *_OFFICER,
            _CRIME,
            Question(
                "reason",
                "What did the police say may happen to it?",
                Look.WORDS,
                missing="Write what the police said",
            ),
            Question("place", "Where is it kept now?", Look.ROW, missing="Choose where it is kept"),
        ),
        lead="The police hold ends with this. A parent collects it, as the police have said.",
    ),
}
