"""The pages of searches, deletions and quarantines, filled."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from frontend.clients.devices import Device
from frontend.clients.http import ServiceDown, ServiceProblem
from frontend.clients.proceedings import Choice, Proceeding, Proceedings, Rows
from frontend.staff.proceedings.deletions import STAFF
from frontend.staff.proceedings.forms import Filled, Journey, Look, Question
from frontend.staff.signed_in import SignedIn
from frontend.web.forms import new_key
from frontend.web.pages import page
from services.shared.errors import NotSignedIn, NotThere

NOT_SAVED = "Nothing was saved: a part of Lantern is not answering. Your answers are still here."


@dataclass(frozen=True)
class Wrong:
    """What needs another look: errors by field, and a sentence for the whole page."""

    errors: dict[str, str] = field(default_factory=dict)
    sentence: str = ""
    status: int = 200

    @property
    def asks_about_code(self) -> bool:
        """Say whether a text looked like a code, so that the page asks (G-09)."""
        return any("looks like a PIN" in one for one in self.errors.values())

    @classmethod
    def of(cls, problem: ServiceDown | ServiceProblem, act: str) -> "Wrong":
        """Return devices' own sentences where they belong on the page."""
        if isinstance(problem, ServiceDown):
            return cls(sentence=NOT_SAVED, status=problem.status)
        if problem.status in {NotSignedIn.status, NotThere.status}:
            raise problem
        errors = {f"{act}-{one.field}": one.message for one in problem.fields}
        return cls(errors, "" if errors else problem.detail, problem.status)


NOTHING_WRONG = Wrong()


def of_kind(staff: SignedIn, journey: Journey) -> Proceedings:
    """Return this kind of proceeding as the signed-in person sees it."""
    return Proceedings(staff.devices.door, journey.path)


def list_page(request: Request, journey: Journey, rows: Rows, *, is_open: bool) -> Response:
    """Answer with the list."""
    return page(request, "staff/proceedings/list.html", journey=journey, rows=rows, is_open=is_open)


async def new_page(
    request: Request,
    staff: SignedIn,
    journey: Journey,
    filled: Filled,
    wrong: Wrong = NOTHING_WRONG,
) -> Response:
    """Answer with the form that opens a proceeding."""
    device = await _device(request, staff)
    questions = [_never_by_staff(one) for one in journey.opening]
    return page(
        request,
        "staff/proceedings/new.html",
        status=wrong.status,
        journey=journey,
        device=device,
        questions=[one for one in questions if not (device and one.name == "account")],
        people=await people_for(staff, journey.opening, {}),
        filled=filled,
        wrong=wrong,
        errors=wrong.errors,
    )


async def _device(request: Request, staff: SignedIn) -> Device | None:
    asked = request.query_params.get("device", "")
    try:
        return await staff.devices.device(UUID(asked)) if asked else None
    except ValueError:
        raise NotThere from None


def _never_by_staff(question: Question) -> Question:
    """Leave staff out of those who may delete: it is offered only for ordinary content (G-03)."""
    if STAFF not in question.choices or question.name == "owner":
        return question
    others = {value: words for value, words in question.choices.items() if value != STAFF}
    return replace(question, choices=others)


async def people_for(
    staff: SignedIn, questions: tuple[Question, ...], known: dict[str, tuple[Choice, ...]]
) -> dict[str, dict[str, str]]:
    """Return who can be chosen for each question about a person: those devices names, or staff."""
    asked = [one.name for one in questions if one.look is Look.PERSON]
    everybody: dict[str, str] = {}
    if any(name not in known for name in asked):
        everybody = {str(one.id): one.display_name for one in await staff.accounts.staff()}
    return {
        name: {str(one.id): one.label for one in known[name]} if name in known else everybody
        for name in asked
    }


async def one_page(
    request: Request,
    staff: SignedIn,
    journey: Journey,
    found: Proceeding,
    shown: tuple[Filled | None, Wrong] = (None, NOTHING_WRONG),
) -> Response:
    """Answer with the page of one proceeding; a form that was not sent stays filled."""
    filled, wrong = shown
    asked = journey.questions + tuple(one for act in journey.acts for one in act.questions)
    hides_staff = bool(found.may.get("staff_deletes"))
    return page(
        request,
        "staff/proceedings/one.html",
        status=wrong.status,
        journey=journey,
        found=found,
        people=await people_for(staff, asked, dict(found.choices)),
        narrow=_never_by_staff if hides_staff else _as_it_is,
        filled=filled,
        wrong=wrong,
        errors=wrong.errors,
        done=request.query_params.get("done", ""),
        new_key=new_key,
    )


def _as_it_is(question: Question) -> Question:
    return question
