"""What stands on a printed sheet of class cards."""

from io import BytesIO

from pypdf import PdfReader


def said_on(sheet: bytes) -> str:
    """Return the words of a sheet in one line."""
    pages = PdfReader(BytesIO(sheet)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def addresses_on(sheet: bytes) -> list[str]:
    """Return where the cards of a sheet lead, in their order."""
    marks = [mark for page in PdfReader(BytesIO(sheet)).pages for mark in page.get("/Annots", [])]
    return [str(mark.get_object()["/A"]["/URI"]) for mark in marks]


def letters_on(sheet: bytes) -> list[str]:
    """Return what the QR codes of a sheet hold behind the address of the page."""
    return [address.rpartition("/")[2] for address in addresses_on(sheet)]
