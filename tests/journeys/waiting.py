"""A moderator who is signed in, and submissions that wait: put into the journeys' site."""

import json
import secrets
from typing import Any

from django.utils.timezone import now

from initiatives.models import Initiative
from initiatives.vetting import content
from initiatives.vetting.submitting import submit
from tests.account.signing import moderator, sign_in
from tests.factories.content import least


def write(language: str, *, waiting: int = 3) -> None:
    """Print the session of a moderator for Oman, and what waits there: nobody else lists it."""
    name = f"desk-{secrets.token_hex(4)}"
    browser = sign_in(
        moderator(name, countries=("OM",), language=language), SERVER_NAME="localhost"
    )
    sent = [_new(f"{name} {number}", language) for number in range(waiting)]
    print(
        json.dumps(
            {
                "session": browser.cookies["session"].value,
                "waiting": [one.reference for one in sent],
                "names": [one.content["name_en"] for one in sent],
            }
        )
    )


def write_change() -> None:
    """Print the reference of a change of a real entry's website, and the entry's slug."""
    entry = content.with_content(Initiative.objects.all()).get(slug="bumaga")
    document = content.from_initiative(entry) | {"website": "https://bumaga.example/"}
    one = submit(document, at=now(), purpose="change", base=entry.revision, note="It moved.")
    print(json.dumps({"reference": one.reference, "slug": entry.slug}))


def _new(name: str, language: str) -> Any:
    return submit(
        least(
            name_en=name, host_countries=["OM"], website=f"https://{secrets.token_hex(4)}.example/"
        ),
        at=now(),
        language=language,
        contact="anna@example.org",
        note="Please look.",
    )
