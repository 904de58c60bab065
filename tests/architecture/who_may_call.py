"""Who may call which operation. A new operation must be entered here, or a test fails.

`EVERYBODY` needs no token (a secret of its own, such as a code, guards it); `SESSION` takes the
opaque session of a signed-in person; `CHILD` is the child's page; a set names the roles.
"""

from typing import Final

EVERYBODY: Final = "everybody"
SESSION: Final = "session"
CHILD: Final = "child"
STAFF: Final = frozenset(
    {
        *("head", "dsl", "ddsl", "slt", "office", "teacher", "assistant", "tech"),
        *("chair", "saf_gov"),
    }
)
TEAM: Final = frozenset({"dsl", "ddsl", "head", "chair"})
LEADERS: Final = frozenset({"head", "dsl", "ddsl", "slt"})
WITHDRAWERS: Final = frozenset({"tech", "head", "dsl", "ddsl", "chair"})
OFFICE: Final = frozenset({"office", "head"})
# Those who work with the children: technicians and governors learn no names (G-22).
SCHOOL: Final = STAFF - {"tech", "chair", "saf_gov"}
# A parent's page: the link's notice and the code from the office are the guard.
NOTICE_ACTS: Final = ("open", "read", "acknowledge")
PARENTS_OWN_ACTS: Final = (*NOTICE_ACTS, "reply")
PARENT_ACTS: Final = ("code", "remind")
# The page of somebody outside: the mailed link and the code given another way are the guard.
SHARE_ACTS: Final = ("link", "revoke")
PARTNERS_OWN_ACTS: Final = ("open", "read", "acknowledge", "answer", "fresh")

Who = str | frozenset[str]


def _all(who: Who, *names: str) -> dict[str, Who]:
    return dict.fromkeys(names, who)


_ACCOUNTS: Final = {
    **_all(EVERYBODY, "POST /sessions", "GET /pupil-pages/{code}", "POST /card-visits"),
    **_all(SESSION, "GET /sessions/current", "DELETE /sessions/current"),
    **_all(SESSION, "POST /sessions/current/tokens"),
    **_all(OFFICE, "POST /tablets", "GET /tablets", "POST /tablets/{tablet_id}/revoke"),
    **_all(LEADERS, "GET /schools/current/numbers", "POST /schools/current/numbers/{who}"),
    **_all(LEADERS, "GET /schools/current/public-lines", "POST /schools/current/public-lines"),
    **_all(LEADERS, "GET /schools/current/opening", "POST /schools/current/opening"),
    **_all(STAFF, "GET /addresses", "POST /addresses/{channel}"),
    **_all(STAFF, "POST /address-tries/{try_id}/confirm"),
    **_all(LEADERS, "GET /schools/current/duty-phone", "POST /schools/current/duty-phone"),
    **_all(LEADERS, "POST /schools/current/duty-phone/end"),
    **_all(OFFICE, "GET /trusted-adults", "POST /trusted-adults/{person_id}"),
    **_all(OFFICE, "POST /trusted-adults/{person_id}/remove"),
    **_all(OFFICE, "GET /absences", "POST /absences", "POST /absences/{absence_id}/end"),
    **_all(SCHOOL, "GET /posters", "GET /posters/{code}.pdf"),
    # the office and the head for every class, its own staff for one: permissions.py says who
    **_all(SCHOOL, "GET /card-classes", "GET /card-classes/{class_id}"),
    **_all(SCHOOL, "POST /card-classes/{class_id}/print", "POST /cards/{pupil_id}/revoke"),
    **_all(SCHOOL, "POST /cards/{pupil_id}/reset-pictures"),
    **_all(SCHOOL, "GET /pupils", "GET /pupils/{pupil_id}"),
    **_all(STAFF, "GET /staff", "GET /schools/current"),
}

# Whether a person reads a case is for its readers to say, so every member of staff may ask; the
# matrix of persons is in tests/integration/reporting.
_CASE_ACTS: Final = (
    *("take", "acknowledge", "release", "notes", "outcome", "triage", "close"),
    *("severity", "hand-over", "pause", "resume", "reopen", "newer-procedure"),
    *(
        "children",
        "subjects",
        "contacts",
        "decisions",
        "messages",
        "assignments",
        "join",
        "split",
        "unmask",
        "staff-reminder",
    ),
)
_REPORTING: Final = {
    **_all(CHILD, "POST /pupil-reports", "POST /outside-reports", "POST /come-back"),
    **_all(CHILD, "POST /come-back/card", "POST /come-back/card-answers"),
    **_all(CHILD, "POST /come-back/card-again"),
    **_all(CHILD, "POST /come-back/again", "POST /come-back/messages", "POST /come-back/answers"),
    **_all(STAFF, "POST /staff-reports", "GET /staff-reports"),
    **_all(STAFF, "GET /staff-reports/{report_id}", "POST /staff-reports/{report_id}/answers"),
    **_all(
        STAFF,
        "GET /inbox",
        "GET /inbox/changes",
        "GET /cases/{case_id}",
        "GET /planner",
        "GET /overview",
        "GET /first-response/{kind}",
    ),
    **_all(STAFF, *(f"POST /cases/{{case_id}}/{act}" for act in _CASE_ACTS)),
    **_all(STAFF, "POST /cases/{case_id}/device-link", "POST /cases/{case_id}/answers"),
    **_all(STAFF, *(f"POST /cases/{{case_id}}/steps/{{key}}/{act}" for act in ("done", "skip"))),
    **_all(STAFF, "GET /assignments", "GET /action-plan"),
    **_all(STAFF, "POST /assignments/{assignment_id}/answer"),
    **_all(EVERYBODY, "GET /how-we-work/outline"),
    **_all(STAFF, "GET /how-we-work", "GET /how-we-work/{procedure_id}"),
    **_all(STAFF, "POST /how-we-work/{procedure_id}/readings"),
    **_all(LEADERS, "GET /how-we-work/readers"),
    **_all(STAFF, "GET /words", "GET /words/{case_id}", "POST /words/{case_id}/talked"),
    **_all(STAFF, "GET /cases/{case_id}/parents", "POST /cases/{case_id}/parents"),
    **_all(STAFF, *(f"POST /cases/{{case_id}}/parents/{{notice_id}}/{act}" for act in PARENT_ACTS)),
    **_all(EVERYBODY, *(f"POST /parent-notices/{{notice_id}}/{act}" for act in PARENTS_OWN_ACTS)),
    **_all(STAFF, "GET /cases/{case_id}/shares", "POST /cases/{case_id}/shares"),
    **_all(STAFF, "GET /cases/{case_id}/shares/referral.pdf"),
    **_all(STAFF, *(f"POST /cases/{{case_id}}/shares/{{share_id}}/{act}" for act in SHARE_ACTS)),
    **_all(EVERYBODY, *(f"POST /share-links/{{link_id}}/{act}" for act in PARTNERS_OWN_ACTS)),
    **_all(TEAM, "POST /exports", "GET /exports/{export_id}"),
}

_NOTIFICATIONS: Final = {
    **_all(STAFF, "GET /alerts", "GET /preferences", "POST /preferences"),
    **_all(LEADERS, "GET /sending"),
    **_all(TEAM, "GET /deliveries/{case_id}", "GET /alerts/{alert_id}/phones"),
}

_DEVICE_ACTS: Final = (
    *("confirm", "store", "hand-over", "hold", "lift-hold", "link", "return", "notice"),
    *("hand-to-police", "back-from-police"),
)
_SEARCH_ACTS: Final = (
    *("answers", "authorise", "refuse", "carry-out", "stop", "parents", "review"),
)
_DELETION_ACTS: Final = ("answers", "allow", "done")
_QUARANTINE_ACTS: Final = ("keeper", "police-advice", "police-leave", "end")
_PAPERS: Final = ("label.svg", "label.pdf", "receipt.pdf")
_DEVICES: Final = {
    **_all(SCHOOL, "POST /devices", "GET /devices", "GET /labels/{label_code}", "GET /places"),
    **_all(SCHOOL, "GET /board/changes"),
    **_all(SCHOOL, "GET /devices/{device_id}", "GET /devices/{device_id}/notices"),
    **_all(SCHOOL, *(f"POST /devices/{{device_id}}/{act}" for act in _DEVICE_ACTS)),
    **_all(SCHOOL, *(f"GET /devices/{{device_id}}/{paper}" for paper in _PAPERS)),
    **_all(LEADERS, "POST /devices/{device_id}/searches"),
    **_all(LEADERS, "GET /searches", "GET /searches/{search_id}"),
    **_all(LEADERS, *(f"POST /searches/{{search_id}}/{act}" for act in _SEARCH_ACTS)),
    **_all(
        SCHOOL, "POST /devices/{device_id}/collectors", "GET /devices/{device_id}/signature.svg"
    ),
    **_all(SCHOOL, "POST /devices/{device_id}/keep-longer"),
    **_all(SCHOOL, "POST /devices/{device_id}/notices/{notice_id}/remind"),
    **_all(LEADERS, "GET /reviews/devices", "GET /reviews/devices.pdf"),
    **_all(SCHOOL, "GET /hand-in", "POST /hand-in/{pupil_id}/in", "POST /hand-in/{pupil_id}/out"),
    **_all(OFFICE, "GET /places/{place_id}", "POST /places/{place_id}/counts"),
    **_all(OFFICE, "GET /hand-in/left-over", "GET /arrival-permissions"),
    **_all(OFFICE, "POST /arrival-permissions", "POST /arrival-permissions/{permission_id}/end"),
    **_all(LEADERS, "POST /deletions", "GET /deletions", "GET /deletions/{deletion_id}"),
    **_all(LEADERS, *(f"POST /deletions/{{deletion_id}}/{act}" for act in _DELETION_ACTS)),
    **_all(WITHDRAWERS, "POST /quarantines", "GET /quarantines"),
    **_all(WITHDRAWERS, "GET /quarantines/{quarantine_id}"),
    **_all(
        WITHDRAWERS,
        *(f"POST /quarantines/{{quarantine_id}}/{act}" for act in _QUARANTINE_ACTS),
    ),
    **_all(OFFICE, "POST /places", "POST /devices/{device_id}/notices/{notice_id}/code"),
    **_all(EVERYBODY, *(f"POST /notices/{{notice_id}}/{act}" for act in NOTICE_ACTS)),
}

WHO: Final[dict[str, dict[str, Who]]] = {
    "accounts": _ACCOUNTS,
    "reporting": _REPORTING,
    "notifications": _NOTIFICATIONS,
    "devices": _DEVICES,
}
