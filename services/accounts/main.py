"""Accounts: who people are, how they sign in, and the tokens that say so."""

from fastapi import FastAPI

from services.accounts.absences.routes import router as absences
from services.accounts.addresses.routes import router as addresses
from services.accounts.cards.routes import router as cards
from services.accounts.opening.routes import router as opening
from services.accounts.outside_numbers.routes import router as outside_numbers
from services.accounts.people.routes import router as people
from services.accounts.posters.routes import router as posters
from services.accounts.public_lines.routes import router as public_lines
from services.accounts.schools.adapters import read_every_template
from services.accounts.schools.routes import router as schools
from services.accounts.settings import AccountsSettings
from services.accounts.sign_in.routes import router as sign_in
from services.accounts.tablets.routes import router as tablets
from services.accounts.tokens.adapters import OwnKeys
from services.accounts.tokens.routes import router as tokens
from services.accounts.trusted_adults.routes import router as trusted_adults
from services.shared.application import make_service
from services.shared.tokens import Signer


def create_app(settings: AccountsSettings | None = None) -> FastAPI:
    """Return the service; raises ProfileRefused where a profile template is wrong."""
    known = settings or AccountsSettings()
    read_every_template()
    signer = Signer(known.secrets_dir, known.issuer)
    routers = (
        sign_in,
        tokens,
        tablets,
        absences,
        addresses,
        opening,
        outside_numbers,
        public_lines,
        people,
        schools,
        posters,
        cards,
        trusted_adults,
    )
    app = make_service(
        "accounts", known, known.accounts_database_url, routers, keys=OwnKeys(signer)
    )
    app.state.signer = signer
    return app
