"""What a line of the chronology says; pure."""

from collections.abc import Mapping
from typing import Any, Final

LINES: Final = {
    "opened": "The concern came in and this case was opened.",
    "told_more": "The child went back and told it in other words.",
    "came_back": "The child came back and asked for somebody.",
    "wrote_back": "Whoever told this wrote back.",
    "message_sent": "Sent a message to whoever told this:",
    "taken": "Took this case.",
    "acknowledged": "Acknowledged the alert.",
    "released": "Gave this case back.",
    "triaged": "Triaged this case.",
    "note": "Wrote a note.",
    "outcome": "Set the outcome.",
    "step_done": "Did:",
    "step_skipped": "Left out:",
    "step_skip_asked": "Asked a second person to agree to leave out:",
    "answered": "Answered:",
    "parent_told": "Answered that telling is safe, and told a parent by notice.",
    "parent_not_told": "Decided that a parent is not told for now.",
    "parent_read": "A parent has read what the school wrote.",
    "parent_answered": "A parent answered:",
    "parent_wants_call": "A parent asks to be rung:",
    "parent_wants_language": "A parent asks for another language:",
    "shared": "Shared this case with",
    "shared_with_lado": "Nobody at school may read this, so Lantern shared it with the LADO.",
    "partner_acknowledged": "Has it now:",
    "partner_advised": "Advice came from",
    "partner_asked": "A question came from",
    "partner_wants_link": "A fresh link went to",
    "partner_locked": "Five wrong codes locked the link of",
    "closed": "Closed this case.",
    "reopened": "Opened this case again:",
    "severity_raised": "Raised the severity to",
    "severity_lowered": "Lowered the severity to",
    "involved": "Said which part a child has:",
    "unmasked": "Recorded which child told this without a name:",
    "subject_named": "Recorded which adult this is about; they cannot see this case.",
    "decision": "Decided:",
    "referral": "Was in touch with",
    "handed_over": "Handed this case over to",
    "paused": "Paused this case until",
    "resumed": "Went on with this case.",
    "assigned_advice": "Asked for technical advice, without names, of",
    "assigned_action": "Put on the action plan for",
    "answered_advice": "Gave the technical advice that was asked for.",
    "answered_action": "Ticked off an item of the action plan.",
    "joined_away": "This case became a part of case",
    "joined_in": "Joined another case to this one, case",
    "split_off": "This case is one of its own again; it was a part of case",
    "split_out": "Split off a part, which is a case of its own again, case",
    "staff_reminded": "Reminded everybody who works here of how to speak and post.",
    "procedure_renewed": "Moved this case to the newer version of its procedure.",
    "opened_by_reader": "Opened this case for the first time.",
    "talked": "Talked with the child.",
    "device_linked": "Began to take in a device for this case.",
    "device_safe_keeping": "A device of this case is in safe-keeping.",
    "device_held": "A device of this case is held.",
    "device_held_as_evidence": "A device of this case is held for the police.",
    "device_with_police": "The police have taken a device of this case with them.",
    "device_returned": "A device of this case was given back.",
    "told_by_procedure": "The procedure names somebody else, who was told.",
    "alert_climbed": "Nobody had answered, so the next person was asked.",
}
_REPLIES: Final = {"yes": "Yes.", "no": "No.", "not_sure": "Not sure."}


def line_of(kind: str, facts: Mapping[str, Any] | None = None) -> str:
    """Return the sentence for a happening of `kind`; `facts` name the step or the question."""
    known = facts or {}
    line = LINES.get(kind) or kind.replace("_", " ")
    reply = _REPLIES.get(str(known.get("reply")), "")
    return " ".join(one for one in (line, _ended(str(known.get("title") or "")), reply) if one)


def _ended(title: str) -> str:
    return f"{title}." if title and title[-1] not in ".?!" else title
