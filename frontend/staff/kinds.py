"""The kinds and areas of concern, in words for staff; the first words are reporting's own."""

RISK_AREAS = {
    "content": ("Content", "Something harmful seen, watched, read or sent"),
    "contact": ("Contact", "Somebody who may do harm was in touch"),
    "conduct": ("Conduct", "How children behave online, such as bullying or sharing pictures"),
    "commerce": ("Commerce", "Money, scams, gambling or adverts"),
    "not_sure": ("Not sure", ""),
}
KINDS = {
    "sexual_image": "A sexual or nude picture or video of a child or young person",
    "bullying": "Bullying or unkindness",
    "stranger_contact": "Contact from somebody who may be a danger",
    "harmful_content": "Something harmful or frightening was seen",
    "scam_or_money": "A scam, threats or money",
    "staff_concern": "What an adult at this school did or said",
    "staff_device": "The phone, camera or account of an adult at school",
    "low_level_concern": "A low-level concern about an adult",
    "contact_received": "Contact from a pupil or parent on a personal account",
    "relationship": "A relationship or exception that staff declare",
    "other": "Something else, or not sure",
}
# What the short page asks; an adult has a page of their own, with kinds of its own.
ABOUT_ADULTS = frozenset({"staff_device", "low_level_concern", "contact_received", "relationship"})
REPORTED = {kind: words for kind, words in KINDS.items() if kind not in ABOUT_ADULTS}
