"""`lantern clean-demo`: forget the demo's data and its keys; the environment stays."""

import shutil
import sys
from argparse import Namespace

from operations.readiness import NotReady
from operations.stack import held

# Everything a demo writes. The keys go too: nothing that they sealed is left.
DEMO_FOLDERS = ("postgres", "mail", "cache", "audit-heads", "logs", "run", "secrets")


def main(arguments: Namespace) -> int:
    """Remove the folders; 1 with a sentence while a demo runs on them."""
    try:
        with held(arguments.home):
            (arguments.home / "demo-sign-ins.json").unlink(missing_ok=True)
            for name in DEMO_FOLDERS:
                shutil.rmtree(arguments.home / name, ignore_errors=True)
    except NotReady as running:
        print(running, file=sys.stderr)
        return 1
    print("The demo's data is gone; make demo begins anew.")
    return 0
