import pytest
from starlette.datastructures import FormData

from frontend.staff.cases.forms import ActForm
from frontend.staff.people import Named
from frontend.staff.report.forms import ReportForm
from frontend.staff.signed_in import is_own_page


def test_an_empty_report_asks_for_everything_in_the_order_of_the_page() -> None:
    errors = ReportForm.of(FormData([])).errors()
    wanted = ["child_search", "happened", "danger_now", "told_dsl"]
    assert list(errors) == [*wanted, "kind", "risk_area", "about_adult"]


def test_not_knowing_the_child_is_an_answer() -> None:
    form = ReportForm.of(FormData([("unknown_child", "yes")]))
    assert "child_search" not in form.errors()


def test_a_form_without_a_key_gets_one_and_a_key_is_kept() -> None:
    assert ReportForm.of(FormData([])).key != ReportForm.of(FormData([])).key
    assert ReportForm.of(FormData([("idempotency_key", "kept-key")])).key == "kept-key"


def test_a_child_ticked_twice_is_one_child() -> None:
    twice = FormData([("pupil", "1|Amara"), ("pupil", "1|Amara"), ("pupil", "2|Amber")])
    assert [one.id for one in ReportForm.of(twice).pupils] == ["1", "2"]


def test_a_name_with_a_bar_in_it_survives_its_tick_box() -> None:
    assert Named.of("1|A | B") == Named("1", "A | B")
    assert Named("1", "A | B").value == "1|A | B"


def test_words_never_show_in_a_printed_form() -> None:
    form = ReportForm.of(FormData([("happened", "the child's words")]))
    assert "the child's words" not in repr(form)


def test_a_version_that_is_no_number_is_sent_as_none_seen() -> None:
    assert ActForm.of("take", FormData([("version", "x")])).body() == {"version": 0}


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("/staff/inbox", True),
        ("/d/7KQ2", True),
        ("/staffing", True),
        ("/staff/../../x", True),
        ("https://a.test/staff", False),
        ("//a.test/staff", False),
        ("/staff//a", False),
        ("/staff\\a", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_our_own_pages_are_pages_to_come_back_to(address: str, own: bool) -> None:
    assert is_own_page(address) is own
