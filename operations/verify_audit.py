"""`lantern verify-audit [SCHOOL_ID]`: prove the audit chain, or name its first bad row."""

import sys
from argparse import Namespace
from uuid import UUID

from operations.environment import working_environment
from services.shared.verify import verify_audit


def main(arguments: Namespace) -> int:
    """Print one line per school; 1 where a row or head is bad, 2 for a word that is no id."""
    try:
        _ = [UUID(word) for word in arguments.words]
    except ValueError:
        print("usage: lantern verify-audit [SCHOOL_ID]", file=sys.stderr)
        return 2
    with working_environment(arguments.home, arguments.port):
        return verify_audit(arguments)
