"""One address for every kind of page; journeys, structure, words and screenshots take this list.

tests/house/test_nothing_unvetted.py holds that no pattern is forgotten there; test_every_page.py
holds the same of this list.
"""

from dataclasses import dataclass

# Entries that rare.py makes what no sample is.
HIDDEN = "rare-hidden"
CLOSED = "rare-closed"
VERIFIED = "bumaga"
STALE = "kovcheg"
# The receipts of submissions that rare.py sends in: one with a question, one that waits.
ASKED = "ASKE-D012-3456-789A-BCDE-FGHJ-KMN1"
WAITING = "PEND-1NG0-1234-5678-9ABC-DEFG-HJKH"


@dataclass(frozen=True)
class Example:
    """path: what stands after the language. method: of the request that is answered so."""

    name: str
    path: str
    status: int = 200
    method: str = "GET"
    # Of one submission only, or holding what was typed: no address of it is given to anybody.
    private: bool = False
    # The path of its one address, where that is another.
    canonical: str | None = None
    # A page of results, which is nobody's to share.
    search: bool = False

    def __str__(self) -> str:
        return self.name

    def address(self, language: str) -> str:
        return f"/{language}/{self.path}"


EXAMPLES = (
    Example("home", ""),
    Example("listing", "initiatives/"),
    Example(
        "listing-filtered",
        "initiatives/?kind=media&country=ge&country=online&language=ru&sort=name&page=2",
    ),
    Example("listing-closed", "initiatives/?state=closed"),
    Example("filters", "initiatives/filters/"),
    Example("filters-chosen", "initiatives/filters/?kind=media&country=ge&language=ru"),
    Example("nothing", "initiatives/?kind=it&country=ge&region=ru-bu"),
    Example("entry", f"initiatives/{VERIFIED}/"),
    Example("entry-stale", f"initiatives/{STALE}/"),
    Example("entry-designated", "initiatives/anti-corruption-foundation/"),
    Example("entry-long", "initiatives/radio-svoboda/"),
    Example("entry-closed", f"initiatives/{CLOSED}/"),
    Example("countries", "countries/"),
    Example("country", "countries/georgia/"),
    Example("country-without-entries", "countries/oman/"),
    Example("city", "countries/georgia/tbilisi/"),
    Example("needs", "needs/"),
    Example("need", "needs/lawyer/"),
    Example("need-of-nobody-anywhere", "needs/child/"),
    Example("need-in-country", "countries/georgia/needs/papers/"),
    Example("need-of-nobody", "countries/oman/needs/not-safe-at-home/"),
    Example("need-in-russia", "needs/army/russia/"),
    Example("empty-country", "countries/chad/", 404),
    Example("empty-city", "countries/georgia/kutaisi/", 404),
    Example("regions", "regions/"),
    Example("regions-by-kind", "regions/?kind=it"),
    Example("region", "regions/buryatia/"),
    Example("region-uncovered", "regions/tver/"),
    Example("no-such-region", "regions/crimea/", 404),
    Example("unknown-kind-of-regions", "regions/?kind=newspaper", 400),
    Example("about", "about/"),
    Example("how-entries-get-in", "about/how-entries-get-in/"),
    Example("safety", "about/safety/"),
    Example("privacy", "about/privacy/"),
    Example("accessibility", "about/accessibility/"),
    Example("citing", "about/citing/"),
    Example("unknown-filter", "initiatives/?kind=newspaper&colour=red", 400),
    Example("not-found", "nowhere/", 404),
    Example("beyond-the-last", "initiatives/?kind=media&page=99", 404),
    Example("not-allowed", "countries/", 405, "POST"),
    Example("submit", "submit/"),
    Example("submit-filled-in", "submit/?city=ge-batumi", canonical="submit/"),
    Example("submit-for-a-region", "submit/?region=ru-tve", canonical="submit/"),
    Example("submit-with-errors", "submit/", 200, "POST"),
    Example("status-entry", "status/", private=True),
    Example("status-asked", f"status/{ASKED}/", private=True),
    Example("status-waiting", f"status/{WAITING}/", private=True),
    Example("status-unknown", "status/0/", 404),
    Example("status-edit", f"status/{ASKED}/edit/", private=True),
    Example("gone", f"initiatives/{HIDDEN}/", 410),
    Example("search", "initiatives/?q=documents+Belgrade", search=True),
    Example("search-corrected", "initiatives/?q=ljrevtyns", search=True),
    Example("search-nothing", "initiatives/?q=chess+club", search=True),
)
BY_NAME = {example.name: example for example in EXAMPLES}
