"""`lantern seed`: put the two demo schools into a database that has none."""

import asyncio
import os
import sys
from argparse import Namespace
from pathlib import Path

from operations.seed import seed_demo


def main(arguments: Namespace) -> int:
    """Run the verb; 1 with a sentence in production, where invented people have no place."""
    if os.environ.get("LANTERN_ENVIRONMENT", "production") == "production":
        print(
            "lantern seed makes invented people; a production system refuses it.", file=sys.stderr
        )
        return 1
    is_new = asyncio.run(
        seed_demo(
            os.environ["LANTERN_OWNER_DATABASE_URL"],
            Path(os.environ["LANTERN_SECRETS_DIR"]),
            arguments.home,
        )
    )
    print("The two demo schools were made." if is_new else "The demo schools are there already.")
    return 0
