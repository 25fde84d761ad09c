"""What is behind a receipt or the sign-in: its pages by name, and who sees them.

Pictures take this list; test_every_desk_page.py goes through the URL configuration instead, so
that a new page is looked at even when nobody adds it here.
"""

import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, Response

from tests.journeys.site import Site


@dataclass(frozen=True)
class Place:
    """path: with {words} of a submission or a key. who: whose session, "" for nobody's."""

    name: str
    path: str
    who: str = "editor"

    def __str__(self) -> str:
        return self.name


PLACES = (
    *(
        Place(f"status-{state.replace('_', '-')}", f"/{{language}}/status/{{{state}_receipt}}/", "")
        for state in (
            "pending",
            "needs_info",
            "endorsed",
            "approved",
            "rejected",
            "withdrawn",
            "spam",
        )
    ),
    Place("sign-in", "/desk/sign-in/", ""),
    Place("sign-in-code", "/desk/sign-in/code/", "half"),
    Place("welcome", "{welcome}", ""),
    Place("enrol-factors", "/desk/sign-in/factors/", "enrolling"),
    Place("enrol-app", "/desk/sign-in/factors/app/", "enrolling"),
    Place("factors", "/desk/sign-in/factors/"),
    Place("factors-passkey", "/desk/sign-in/factors/passkey/"),
    Place("recovery-codes", "/desk/sign-in/factors/codes/"),
    Place("sign-out", "/desk/sign-in/out/"),
    Place("queue", "/desk/"),
    Place("queue-held", "/desk/?held=yes"),
    Place("queue-nothing", "/desk/?country=OM&assigned=me"),
    Place("review-new", "/desk/submissions/{new}/"),
    Place("review-proposed", "/desk/submissions/{proposed}/"),
    Place("review-suspicious", "/desk/submissions/{suspicious}/"),
    Place("review-change", "/desk/submissions/{change}/"),
    Place("review-asked", "/desk/submissions/{needs_info_reference}/"),
    Place("review-endorsed", "/desk/submissions/{endorsed_reference}/"),
    Place("review-outdated", "/desk/submissions/{outdated_reference}/"),
    Place("review-decided", "/desk/submissions/{rejected_reference}/"),
    Place("correct", "/desk/submissions/{new}/correct/"),
    Place("propose", "/desk/propose/"),
    Place("change", "/desk/initiatives/{entry}/change/"),
    Place("people", "/desk/people/", "administrator"),
    Place("person", "/desk/people/{person_key}/", "administrator"),
    Place("tables", "/desk/tables/initiatives/"),
    Place("tables-list", "/desk/tables/initiatives/city/"),
    Place("tables-change", "/desk/tables/initiatives/country/{country_key}/change/"),
    Place("tables-entries", "/desk/tables/initiatives/initiative/"),
)


@dataclass(frozen=True)
class Behind:
    """What states.py has put into the site, for one language."""

    site: Site
    language: str
    told: dict[str, Any]

    @property
    def words(self) -> dict[str, str]:
        """What stands in the braces of a path."""
        found = {"language": self.language, "welcome": self.told["welcome"]}
        found |= {"entry": self.told["entry"], **self.told["review"]}
        for state, one in self.told["states"].items():
            found |= {f"{state}_{name}": value for name, value in one.items()}
        return found | {f"{name}_key": key for name, key in self.told["keys"].items()}

    def become(self, page: Page, who: str) -> None:
        """Give the page's browser the session of `who`; nobody's with ""."""
        page.context.clear_cookies()
        page.set_extra_http_headers({"Accept-Language": self.language})
        if who:
            cookie: Any = {
                "name": "session",
                "value": self.told["sessions"][who],
                "url": f"{self.site.url}/desk/",
                "httpOnly": True,
            }
            page.context.add_cookies([cookie])

    def visit(self, page: Page, place: Place) -> Response:
        """Open it as the one who sees it. It must answer with 200."""
        self.become(page, place.who)
        response = page.goto(self.site.url + place.path.format(**self.words))
        assert response is not None
        assert response.status == 200, page.url
        return response


def behind(site: Site, language: str) -> Behind:
    """Fill the site with what is behind; each call adds submissions and people of its own."""
    code = f"from tests.journeys.states import write; write({language!r})"
    said = site.manage("shell", "--no-imports", "-v0", "-c", code)
    return Behind(site, language, json.loads(said.splitlines()[-1]))
