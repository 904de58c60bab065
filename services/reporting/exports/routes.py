"""The doors through which one child's record leaves: for the safeguarding team only."""

from uuid import UUID

from fastapi import APIRouter, Response

from services.reporting.cases.adapters import Keys
from services.reporting.concerns.schemas import IdempotencyKey
from services.reporting.exports import actions
from services.reporting.exports.schemas import ExportMade, ExportWanted
from services.shared.callers import SafeguardingTeam
from services.shared.transactions import Transaction

router = APIRouter(prefix="/exports", tags=["exports"])


@router.post("", status_code=201)
async def make_export(
    wanted: ExportWanted,
    idempotency_key: IdempotencyKey,
    maker: SafeguardingTeam,
    transaction: Transaction,
    keys: Keys,
) -> ExportMade:
    """Make the sealed archive of one child's record; its passphrase is shown here only."""
    errand = actions.Errand(transaction, wanted, idempotency_key, maker, keys)
    return await actions.make_export(errand)


@router.get("/{export_id}", response_class=Response)
async def fetch_archive(
    export_id: UUID, maker: SafeguardingTeam, transaction: Transaction
) -> Response:
    """Hand the sealed archive to whoever made it, for 24 hours."""
    archive = await actions.fetch_archive(transaction, export_id, by=maker)
    headers = {"Content-Disposition": f'attachment; filename="{archive.file_name}"'}
    return Response(archive.content, media_type="application/zip", headers=headers)
