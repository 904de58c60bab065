"""What the staff of a school may try, right and wrong, and how often."""

from hypothesis import strategies as st

from tests.custody import STAFF

staff = st.sampled_from(STAFF)
leads_mostly = st.sampled_from(("head", "dsl", "ddsl", "head", "dsl", "office", "teacher"))
places = st.sampled_from(("Long shelf", "Long shelf", "Long shelf", "Small tray", "My own bag"))
which = st.integers(0, 99)
# What is wrong with a taking; None most of the time, so that there is something to act on.
wrong_takings = st.sampled_from(
    (None,) * 6
    + (
        *({"owner": "staff"}, {"owner": "parent"}, {"owner": "visitor"}, {"pupil_id": None}),
        *({"ground": None}, {"ground": "because"}, {"description": "Red phone, PIN 4821"}),
        {"pupil_id": "teacher"},
    )
)
wrong_gates = st.sampled_from(
    (None,) * 8
    + (
        *({"place": None}, {"witness_id": None}, {"adds_distress": "yes"}, {"searcher_id": None}),
        *({"suspects_child_image": "not_sure"}, {"seniors_told": None}, {"searcher_sex": "M"}),
        *({"is_private": "no"}, {"owner": "staff"}),
    )
)
adults = st.sampled_from(("mother", "mother", "mother", "barred", "unlisted", "staff", "nobody"))
unchecked = st.sampled_from(
    (None,) * 6 + ({"identity_checked": False}, {"signed_name": ""}, {"identity_how": ""})
)
