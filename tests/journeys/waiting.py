"""A moderator who is signed in, and submissions that wait: put into the journeys' site."""

import json
import secrets
from typing import Any

from django.utils.timezone import now

from initiatives.models import Country, Submission
from initiatives.vetting.submitting import submit
from tests.account.signing import moderator, sign_in
from tests.factories.content import least

# Countries that other tests need as they are, or fill themselves.
_TAKEN = ("OM", "TD", "NP")


def write(language: str, *, country: str = "", waiting: int = 3) -> None:
    """Print the session of a moderator, and what waits there for nobody else.

    country: the moderator's; one in which there is nothing yet when none is given.
    """
    name = f"desk-{secrets.token_hex(4)}"
    country = country or _empty_country()
    browser = sign_in(
        moderator(name, countries=(country,), language=language), SERVER_NAME="localhost"
    )
    sent = [_new(f"{name} {number}", language, country) for number in range(waiting)]
    print(
        json.dumps(
            {
                "session": browser.cookies["session"].value,
                "waiting": [one.reference for one in sent],
                "names": [one.content["name_en"] for one in sent],
            }
        )
    )


def _empty_country() -> str:
    hosts = set(",".join(Submission.objects.values_list("hosts", flat=True)).split(","))
    rows = Country.objects.exclude(code__in=[*_TAKEN, *hosts]).order_by("code")
    return rows.values_list("code", flat=True)[0]


def _new(name: str, language: str, country: str) -> Any:
    return submit(
        least(
            name_en=name,
            host_countries=[country],
            website=f"https://{secrets.token_hex(4)}.example/",
        ),
        at=now(),
        language=language,
        contact="anna@example.org",
        note="Please look.",
    )
