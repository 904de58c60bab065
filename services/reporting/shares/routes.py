"""Sharing a case over HTTP: the part of a case, and the page outside behind link and code."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.reporting.procedures.adapters import CasePapers
from services.reporting.procedures.adapters_work import WorkOnCase
from services.reporting.shares import (
    actions,
    actions_answers,
    actions_partner,
    adapters,
    queries_page,
    queries_referral,
)
from services.reporting.shares.schemas import (
    OpenedShare,
    PartnersWords,
    Shared,
    SharedCase,
    ShareGiven,
    SharesPage,
)
from services.shared.link_codes import Code, Ticket

of_case = APIRouter(prefix="/cases/{case_id}/shares", tags=["shares"])
of_partner = APIRouter(prefix="/share-links/{link_id}", tags=["shares"])


@of_case.get("")
async def show_shares(work: WorkOnCase) -> SharesPage:
    """Show with whom the case is shared and what came back."""
    return await queries_page.shares_page(work)


@of_case.get("/referral.pdf")
async def print_referral(work: WorkOnCase) -> Response:
    """Print the referral to the LADO: who, the allegation, the chronology, contacts."""
    facts = await queries_referral.referral_facts(work)
    made = await adapters.print_referral(facts)
    return Response(made, media_type="application/pdf", headers={"Cache-Control": "no-store"})


@of_case.post("", status_code=201)
async def share(work: WorkOnCase, given: ShareGiven) -> Shared:
    """Share the case with one named person outside the school."""
    return await actions.share(work, given)


@of_case.post("/{share_id}/link", status_code=201)
async def renew_link(work: WorkOnCase, share_id: UUID) -> SharesPage:
    """Make a new link and code, as after five wrong ones."""
    await actions.renew_link(work, share_id)
    return await queries_page.shares_page(work)


@of_case.post("/{share_id}/revoke", status_code=201)
async def revoke(work: WorkOnCase, share_id: UUID) -> SharesPage:
    """End a share at once."""
    await actions.revoke(work, share_id)
    return await queries_page.shares_page(work)


@of_partner.post("/open")
async def open_share(
    link_id: UUID, given: Code, request: Request, papers: CasePapers
) -> OpenedShare:
    """Open a share with its code, once; five wrong ones lock the link."""
    database = request.app.state.database
    return await actions_partner.open_share(database, papers, link_id, given.code)


@of_partner.post("/read")
async def read_share(
    link_id: UUID, given: Ticket, request: Request, papers: CasePapers
) -> SharedCase:
    """Show an opened share again to the browser that holds its ticket."""
    database = request.app.state.database
    return await actions_partner.read_share(database, papers, link_id, given.ticket)


@of_partner.post("/acknowledge")
async def acknowledge_share(
    link_id: UUID, given: Ticket, request: Request, papers: CasePapers
) -> SharedCase:
    """Note that the person outside has it."""
    database = request.app.state.database
    return await actions_answers.acknowledge_share(database, papers, link_id, given.ticket)


@of_partner.post("/answer")
async def answer_share(
    link_id: UUID, given: PartnersWords, request: Request, papers: CasePapers
) -> SharedCase:
    """Take advice or a question; it lands on the case."""
    database = request.app.state.database
    return await actions_answers.answer_share(database, papers, link_id, given)


@of_partner.post("/fresh", status_code=204)
async def send_fresh_link(link_id: UUID, request: Request, papers: CasePapers) -> None:
    """Mail a fresh link where the old one is used up; the answer never says whether."""
    await actions_partner.send_fresh_link(request.app.state.database, papers, link_id)
