"""The data dictionary that travels in every bundle; pure."""

from typing import Final

from services.reporting.exports.schemas import FILES, SCHEMA_VERSION

_TEXT: Final = """\
LANTERN EXPORT, {version}, profile "transfer"

This is the record of one child, for the designated safeguarding lead who receives the child's
file. Handle it as you would the paper file. manifest.json lists every file with its number of
rows, its size and its SHA-256; compare them before you rely on the bundle.

HOW TO READ IT
  All files are UTF-8 with a header row, commas, every cell in double quotes (RFC 4180).
  Moments are ISO 8601 with their offset from UTC, in the school's own time. Dates are YYYY-MM-DD.
  Identifiers are text: keep leading zeros. Lists inside a cell are separated by "; ".
  An empty cell means: not recorded in Lantern.
  A cell that a spreadsheet would take for a formula (it begins, after blanks or control
  characters, with = + - @ | % or a tab) carries an apostrophe in front. Take it off to get the
  cell as it was written.
  Words are as given, with one change: the names of other children are replaced by their student
  id in square brackets. The manifest counts how often. The school keeps the words unchanged.

WHAT IS NOT IN IT
  Allegations and concerns about staff are kept apart and are never part of a child's export.
  Lantern takes no pictures or files.

DRAWINGS
  What a child drew stands in drawings/ as SVG, drawn anew from its lines; the column attachments
  names the files of an incident. They are as the child drew them: a name written in a drawing
  cannot be replaced, so look at each before you pass the bundle on.

WHERE LANTERN'S WORDS DIFFER
  risk_area       content, contact, conduct, and a fourth: commerce. Empty: nobody was sure.
  level           low, medium, high, immediate ("critical" in Lantern).
  status          new, open (taken, acknowledged or triaged in Lantern), closed.
  link_roles      as in Lantern; "involved" where nobody said more.
  source_channel  pupil_page, staff, parent, visitor (any other adult without an account).
  reported_by     "A child" where it came from the pupil page: Lantern does not say which child;
                  "A parent", "An adult outside the school" where it came from the public form.
  event_at        the moment Lantern was told; the words say when it happened.
  row_type        incident, action, device.
  incident_id     the case's reference; actions are <reference>-A<number>, devices -D<number>,
                  and parent_id leads back to the incident.
  cpoms_required  Y where the school's policy also asks for an entry in CPOMS.
  row_sha256      SHA-256 (hex) of the row's other {others} chronology cells as written here,
                  joined by the character U+001F.

FILES AND COLUMNS
{files}
"""


def data_dictionary() -> str:
    """Return the text of README.txt."""
    files = "\n".join(
        f"  {name} ({len(columns)} columns)\n    " + "\n    ".join(_wrapped(columns))
        for name, columns in FILES.items()
    )
    others = len(FILES["chronology.csv"]) - 1
    return _TEXT.format(version=SCHEMA_VERSION, others=others, files=files)


def _wrapped(columns: tuple[str, ...]) -> list[str]:
    return [", ".join(columns[at : at + 5]) for at in range(0, len(columns), 5)]
