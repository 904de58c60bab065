"""What the pages about devices call things."""

GROUNDS = {
    "school_rule": "A school rule or the behaviour policy was broken",
    "bullying": "It may have been used to bully or upset somebody",
    "sexual_imagery": (
        "There may be a nude or sexual picture of a child",
        "Do not look, copy, print or ask for the code. Tell the safeguarding lead now.",
    ),
    "illegal_content": (
        "Offensive, abusive or illegal content is suspected",
        "Do not look for it. Tell the safeguarding lead now.",
    ),
    "network_harm": "It was used in a way that harms the school's network",
    "exam": "It was found in a test or examination",
    "barred_place": "It was used where devices are not allowed, such as a toilet or changing room",
}
# What the page asks: a lesson and each no-use place is a reason of its own (D-9.1-4, D-9.3-5).
TAKING_GROUNDS = {
    "school_rule.lesson": "It was used in a lesson or in formal school time",
    **{ground: words for ground, words in GROUNDS.items() if ground != "barred_place"},
    "barred_place.changing_room": "It was used in a changing room",
    "barred_place.toilet": "It was used in a toilet",
    "barred_place.swimming_pool": "It was used at the swimming pool",
    "barred_place.other_place": "It was used in another place where devices are not allowed",
}
KINDS = {
    "phone": "Phone",
    "tablet": "Tablet",
    "watch": "Smart watch",
    "console": "Games console",
    "other": "Something else",
}
POWER_STATES = {
    "off": "Off",
    "on": "On",
    "locked": "On, and locked",
    "unknown": "I cannot tell",
}
OWNERS = {
    "pupil": "A pupil",
    "visitor": "A visitor",
    "parent": "A parent",
    "staff": "A colleague",
}
YES_NO = {"yes": "Yes", "no": "No"}
STATES = {
    "safe_keeping": "In safe-keeping",
    "held": "Held",
    "held_as_evidence": "Held for the police",
    "with_police": "With the police",
    "returned": "Given back",
}
EVENTS = {
    "taken": "Taken",
    "confirmed": "Confirmed",
    "stored": "Put away",
    "handed_over": "Handed over",
    "held_as_evidence": "Marked as possible evidence",
    "hold_lifted": "Police hold lifted",
    "linked": "Joined to a case",
    "kept_longer": "Kept longer",
    "searched": "Searched",
    "handed_to_police": "Handed to the police",
    "returned_by_police": "Brought back by the police",
    "returned": "Given back",
}
IDENTITY = {
    "Known to staff": "I know this person",
    "Photo identity document": "Photo identity document",
    "Another document": "Another document",
}
DONE = {
    "taken": "The device is recorded. Print its label and fix it to the bag.",
    "confirm": "It is confirmed.",
    "store": "The new place is recorded.",
    "hand-over": "The hand-over is recorded.",
    "hold": "The device is held as possible evidence. The safeguarding leads are told by "
    "e-mail now; tell one of them in person too.",
    "lift-hold": "The police hold is lifted.",
    "hand-to-police": "The police have the device. Print the receipt for the officer.",
    "back-from-police": "The device is back from the police.",
    "return": "The device is given back. Print the receipt.",
    "collectors": "They may collect it now. Check who they are when they come.",
    "keep-longer": "The new day is recorded, with your name and reason.",
    "remind": "The parent is reminded by e-mail, once a day at most.",
    "notice": "Your decision is recorded.",
    "code": "There is a new code. The old one no longer works.",
}
