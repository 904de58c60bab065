"""Print a paper: typst makes a tagged PDF; facts go in as JSON, so nothing typed is markup."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import typst

from services.shared import clock


def print_paper(package: str, template: str, facts: Mapping[str, Any]) -> bytes:
    """Return the PDF of `template`, a file of `package` such as receipt.typ, filled with `facts`.

    The PDF is tagged after PDF/UA-1, so that a screen reader can follow it.
    """
    source = (resources.files(package) / template).read_bytes()
    compiler = typst.Compiler(
        source, ignore_system_fonts=True, sys_inputs={"facts": json.dumps(facts)}
    )
    made = compiler.compile(
        format="pdf", pdf_standards="ua-1", timestamp=clock.now().replace(microsecond=0)
    )
    if not isinstance(made, bytes):
        message = "typst made no single PDF"
        raise TypeError(message)
    return made
