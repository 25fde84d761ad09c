"""How many files of the project one submission enters, from its form to the public page.

    .venv/bin/python bench/trip.py

Fills a temporary SQLite database with the sample entries, sends one submission through the pages in
process, approves it at the desk (sign-in is taken for given) and shows it in public. Prints a line
for each step and the number of distinct Python files over all.
"""

import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

import django

ROOT = Path(__file__).resolve().parent.parent
BODY = {
    "website": "https://example.org/trip", "name_en": "Trip Club", "kind": "civic",
    "summary_en": "A club that follows a submission through the whole of the program.",
    "host_countries": "GE", "cities": "Tbilisi", "languages": "ru", "activities": "legal-aid",
    "relation": "speaks", "sources": "https://example.org/about",
}  # fmt: skip


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, str(ROOT))
        set_up(folder)
        trip()


def set_up(folder: str) -> None:
    """Django on a database in this folder, with reference data and sample entries."""
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/trip.sqlite3"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.core.management import call_command

    with Path(os.devnull).open("w") as nothing:
        for command in ("migrate", "load_reference", "load_samples"):
            call_command(command, stdout=nothing, verbosity=0)


def trip() -> None:
    from django.test import Client

    from initiatives.models import Submission

    client, files = Client(), set()

    def step(name: str, ask: Callable[[], Any]) -> Any:
        response, entered = traced(ask)
        files.update(file for file, _function in entered)
        count = len({file for file, _function in entered})
        print(f"{name}: {response.status_code}, {count} files, {len(entered)} functions")
        return response

    page = step("form", lambda: client.get("/en/submit/"))
    found = re.search(r'name="nonce" value="([^"]+)"', page.content.decode())
    body = {**BODY, "nonce": found[1] if found else ""}
    step("preview", lambda: client.post("/en/submit/", {**body, "step": "preview"}))
    time.sleep(3.2)  # a quicker one is held
    sent = step("send", lambda: client.post("/en/submit/", {**body, "step": "send"}))
    step("status page", lambda: client.get(sent.headers["Location"]))
    submission = Submission.objects.latest("pk")
    review = f"/desk/submissions/{submission.reference}/"
    decision = {"act": "approve", "version": "1", "reach": "grassroots", "sources": BODY["sources"]}
    with signed_in():
        step("queue", lambda: client.get("/desk/"))
        step("review", lambda: client.get(review))
        step("approve", lambda: client.post(f"{review}decide/", decision))
    submission.refresh_from_db()
    print("state:", submission.state)
    step("entry", lambda: client.get(submission.initiative.get_absolute_url()))
    step("listing", lambda: client.get("/en/initiatives/?country=ge"))
    print(f"{len(files)} files over all")


def signed_in() -> Any:
    """While it holds, the desk takes every request for an editor's."""
    from django.contrib.auth.models import User

    from initiatives.desk import access
    from initiatives.models import Moderator

    user = User.objects.create(username="trip")
    moderator = Moderator.objects.create(user=user, role="editor", everywhere=True)

    def has_access(request: Any) -> bool:
        request.moderator = moderator
        return True

    return patch.object(access, "has_access", has_access)


def traced(ask: Callable[[], Any]) -> tuple[Any, set[tuple[str, str]]]:
    """The answer, and the functions of the project that were entered: (file, name)."""
    entered: set[tuple[str, str]] = set()

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if event == "call" and is_ours(code.co_filename) and not code.co_name.startswith("<"):
            entered.add((code.co_filename, code.co_qualname))

    sys.setprofile(profile)
    try:
        return ask(), entered
    finally:
        sys.setprofile(None)


def is_ours(file: str) -> bool:
    return file.startswith((f"{ROOT}/directory/", f"{ROOT}/initiatives/"))


if __name__ == "__main__":
    main()
