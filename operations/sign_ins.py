"""`lantern sign-ins [--json]`: list the demo people who can sign in, and the posters' letters."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pyotp

from operations.seed import SIGN_INS


def read_sign_ins(home: Path) -> dict[str, Any]:
    """Return `schools` and `people` of the demo; raises FileNotFoundError before seeding.

    A school has name, page_code and class_page_codes (class name to code); a person has school,
    name, role (several with commas), job_title, user_name, password and totp_secret.
    """
    listed: dict[str, Any] = json.loads((home / SIGN_INS).read_text())
    return listed


def main(arguments: Namespace) -> int:
    """Print the sign-ins; 1 with a sentence where there are none."""
    try:
        listed = read_sign_ins(arguments.home)
    except FileNotFoundError:
        print("There are no demo people yet: run `lantern seed` first.", file=sys.stderr)
        return 1
    if "--json" in arguments.words:
        print(json.dumps(listed, indent=1))
        return 0
    for school in listed["schools"]:
        here = [one for one in listed["people"] if one["school"] == school["name"]]
        print("\n".join(_lines(school, here)))
    return 0


def _lines(school: dict[str, Any], people: list[dict[str, Any]]) -> list[str]:
    codes = ", ".join(f"{name} {code}" for name, code in school["class_page_codes"].items())
    return [
        school["name"],
        f"  children's page  /s/{school['page_code']}   (a class's own: {codes})",
        f"  adults outside   /report/{school['page_code']}",
        f"  {'role':<10} {'user name':<24} {'password':<34} code now",
        *(
            f"  {one['role']:<10} {one['user_name']:<24} {one['password']:<34}"
            f" {pyotp.TOTP(one['totp_secret']).now()}"
            for one in people
        ),
        "",
    ]
