"""The reporting service: concerns, cases, and whoever may read them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.reporting.agencies.routes import router as agencies
from services.reporting.assignments.routes import case_router as assigning
from services.reporting.assignments.routes import router as assignments
from services.reporting.case_pages.routes import router as case_pages
from services.reporting.cases.adapters import CaseKeys
from services.reporting.casework.routes import router as casework
from services.reporting.closing.routes import router as closing
from services.reporting.come_back.routes import router as come_back
from services.reporting.conversations.routes import router as conversations
from services.reporting.conversations.routes_messages import case_router as case_messages
from services.reporting.conversations.routes_messages import router as messages
from services.reporting.exports.routes import router as exports
from services.reporting.first_response.routes import router as first_response
from services.reporting.how_we_work.adapters import check_shelves, read_shelves
from services.reporting.how_we_work.routes import router as how_we_work
from services.reporting.inbox.adapters import Changes
from services.reporting.inbox.routes import router as inbox
from services.reporting.involved.routes import router as involved
from services.reporting.joining.routes import router as joining
from services.reporting.notices.routes import of_case as parents_of_case
from services.reporting.notices.routes import of_parent as parents_notices
from services.reporting.outside_reports.routes import router as outside_reports
from services.reporting.overview.routes import router as overview
from services.reporting.planner.routes import router as planner
from services.reporting.procedures.adapters import read_library
from services.reporting.pupil_reports.routes import router as pupil_reports
from services.reporting.settings import ReportingSettings
from services.reporting.shares.routes import of_case as shares_of_case
from services.reporting.shares.routes import of_partner as share_links
from services.reporting.staff_reports.routes import router as staff_reports
from services.reporting.steering.routes import router as steering
from services.reporting.steps.routes import router as steps
from services.reporting.subjects.routes import router as subjects
from services.reporting.triage.routes import router as triage
from services.shared.application import make_service
from services.shared.token_keys import KeySource

ROUTERS = (
    *(pupil_reports, staff_reports, outside_reports, come_back, messages, case_messages),
    *(inbox, case_pages, casework, triage, steps, closing, conversations, exports),
    *(steering, involved, agencies, planner, overview, first_response, subjects),
    *(parents_of_case, parents_notices, joining, assigning, assignments),
    *(shares_of_case, share_links, how_we_work),
)


@asynccontextmanager
async def _listening(app: FastAPI) -> AsyncIterator[None]:
    async with app.state.changes.listening():
        yield


def create_app(settings: ReportingSettings | None = None, keys: KeySource | None = None) -> FastAPI:
    """Return the service; `settings` from the environment and accounts' keys unless given.

    Raises DefinitionRefused where a procedure is wrong: the service does not start.
    """
    library = read_library()
    check_shelves(read_shelves(), library.procedures)
    given = settings or ReportingSettings()
    app = make_service("reporting", given, given.reporting_database_url, ROUTERS, keys)
    app.state.case_keys = CaseKeys(app.state.keyring)
    app.state.library = library
    app.state.changes = Changes(app.state.database)
    app.state.while_running = _listening
    return app
