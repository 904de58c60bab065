"""The kinds and areas of concern, in words for staff; the first words are reporting's own."""

RISK_AREAS = {
    "content": ("Content", "Something harmful seen, watched, read or sent"),
    "contact": ("Contact", "Somebody who may do harm was in touch"),
    "conduct": ("Conduct", "How children behave online, such as bullying or sharing pictures"),
    "commerce": ("Commerce", "Money, scams, gambling or adverts"),
    "not_sure": ("Not sure", ""),
}
# What has a short form of its own: whoever sees it reports it in a minute.
QUICK = {
    "filtering_breach": "Something got past the filter",
    "monitoring_alert": "Monitoring software raised an alert",
    "offensive_message": "An offensive or threatening message came",
    "challenge": "A challenge, dare or hoax goes round",
    "ai_image": "A picture of a child made or changed by AI",
    "social_media": "A child's social media account or posts",
    "hate": "Hate online",
    "extremism": "Extremist content or contact",
    "staff_targeted": "A colleague is abused online",
    "pupil_device": "A pupil's phone or watch, against the rules",
    "exam_device": "A phone or watch in a test",
    "visitor_device": "A visitor's phone or photographs",
    "rule_broken": "A pupil broke the rules for school systems",
    "data_loss": "Data lost, a password shared, an account misused",
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
    **QUICK,
    "other": "Something else, or not sure",
}
# What the short page asks; an adult has a page of their own, with kinds of its own.
ABOUT_ADULTS = frozenset({"staff_device", "low_level_concern", "contact_received", "relationship"})
REPORTED = {kind: words for kind, words in KINDS.items() if kind not in {*ABOUT_ADULTS, *QUICK}}
