"""The catalogues: one folder for each language, and how its speakers call it."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent
DOMAIN: Final = "pupil"
# By each language's own name, which is how a child finds it; then how staff call it.
NAMES: Final = {
    "pl": "Polski",
    "ur": "\u0627\u0631\u062f\u0648",
    "ar": "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "ro": "Rom\u00e2n\u0103",
    "uk": "\u0423\u043a\u0440\u0430\u0457\u043d\u0441\u044c\u043a\u0430",
}
