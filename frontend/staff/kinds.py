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
    "other": "Something else, or not sure",
}
