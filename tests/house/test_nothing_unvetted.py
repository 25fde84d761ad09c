"""Nothing unvetted is visible anywhere in public.

Submissions that nobody approved hold marker words and a country, a city, a region and a tag that
no entry has. Every public address is looked at: the patterns come from the URL configuration, so
a new page without an example here fails the test instead of being forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.timezone import now

from initiatives import content
from initiatives.catalogue.search import search
from initiatives.catalogue.snapshot import current
from initiatives.models import Initiative, Moderator, Role, Submission, Tag
from initiatives.vetting import decisions, receipts, submitting

pytestmark = pytest.mark.usefixtures("some_data")

MARKER = "Zanzarquell"
COUNTRY, CITY, REGION = "chad", "ndjamena", "ru-che"
REFUSED_TAG = "zanzarquell-tag"
# Of a submission of somebody else's, which its page may show and no other.
OTHER_RECEIPT = receipts.new_receipt("other")

# For each pattern the addresses that could show something, beside those of existing rows.
EXAMPLES = {
    "": [""],
    "initiatives/": [
        "initiatives/",
        "initiatives/?country=td",
        f"initiatives/?region={REGION}",
        "initiatives/?sort=newest",
        "initiatives/?state=closed",
        f"initiatives/?tag={REFUSED_TAG}",
        "initiatives/?q=legal+aid+Georgia",
    ],
    "initiatives/filters/": ["initiatives/filters/", "initiatives/filters/?country=td"],
    "initiatives/<slug:slug>/": [
        "initiatives/bumaga/",
        "initiatives/zanzarquell-new/",
        "initiatives/zanzarquell/",
    ],
    "countries/": ["countries/"],
    "countries/<slug:country>/": ["countries/georgia/", f"countries/{COUNTRY}/"],
    "countries/<slug:country>/<slug:city>/": [
        "countries/georgia/tbilisi/",
        f"countries/{COUNTRY}/{CITY}/",
    ],
    "countries/<slug:country>/needs/<slug:need>/": [
        "countries/georgia/needs/papers/",
        "countries/georgia/needs/lawyer/",
    ],
    "needs/": ["needs/"],
    "needs/<slug:need>/": ["needs/lawyer/", "needs/people/"],
    "needs/<slug:need>/russia/": ["needs/lawyer/russia/"],
    "words/<slug:version>.json": ["words/present.json"],
    "regions/": ["regions/", "regions/?kind=it"],
    "regions/<slug:region>/": ["regions/chechnya/", "regions/chelyabinsk/"],
    "about/safety/": ["about/safety/"],
    "submit/": [
        "submit/",
        "submit/?country=td",
        f"submit/?city=td-{CITY}",
        f"submit/?region={REGION}",
    ],
    "status/": ["status/"],
    "status/<str:receipt>/": [f"status/{OTHER_RECEIPT}/"],
    "status/<str:receipt>/edit/": [f"status/{OTHER_RECEIPT}/edit/"],
    "about/": ["about/"],
    "about/how-entries-get-in/": ["about/how-entries-get-in/"],
    "about/privacy/": ["about/privacy/"],
    "about/accessibility/": ["about/accessibility/"],
    "about/citing/": ["about/citing/"],
    "manifest.webmanifest": ["manifest.webmanifest"],
}
# The same for what stands at the root, without a language.
AT_THE_ROOT = {
    "robots.txt": ["robots.txt"],
    "favicon.ico": ["favicon.ico"],
    "sitemap.xml": ["sitemap.xml"],
    "sitemap-pages.xml": ["sitemap-pages.xml"],
    "sitemap-entries-<int:part>.xml": ["sitemap-entries-1.xml", "sitemap-entries-2.xml"],
}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def proposed(**changes: object) -> dict[str, object]:
    bumaga = Initiative.objects.get(slug="bumaga")
    document = content.from_initiative(bumaga)
    document |= {
        "name_en": f"{MARKER} name",
        "name_ru": f"{MARKER} имя",
        "summary_en": f"{MARKER} summary",
        "description_ru": f"{MARKER} описание",
        "other_names": [f"{MARKER} other"],
        "website": "https://zanzarquell.example/",
        "host_countries": ["TD"],
        "cities": [],
        "focus_regions": ["RU-CHE"],
        "partners": [],
        "proposed": {
            "cities": [{"country": "TD", "name": f"{MARKER} city"}],
            "tags": [{"name": REFUSED_TAG}],
        },
    }
    return document | changes


@pytest.fixture
def unvetted() -> list[Submission]:
    base = Initiative.objects.get(slug="bumaga").revision
    milan = Moderator.objects.create(user=User.objects.create(username="milan"), role=Role.EDITOR)
    made = []
    for move in (None, decisions.reject, decisions.mark_as_spam, submitting.withdraw):
        for purpose in ("new", "change"):
            about = {"base": base} if purpose == "change" else {}
            submission = submitting.submit(
                proposed(),
                at=now(),
                purpose=purpose,
                token_hash=receipts.receipt_hash(receipts.new_receipt(f"{move} {purpose}")),
                contact=f"{MARKER} contact",
                note=f"{MARKER} note",
                **about,
            )
            if move is decisions.reject:
                move(submission, moderator=milan, at=now(), reason="other")
            elif move is decisions.mark_as_spam:
                move(submission, moderator=milan, at=now())
            elif move:
                move(submission, at=now())
            made.append(submission)
    # One entry more that was hidden on the day on which it was published.
    shown = submitting.submit(
        proposed(other_names=[f"{MARKER} hidden"], host_countries=["GE"], focus_regions=[])
        | {"proposed": {"cities": [], "tags": []}},
        at=now(),
        slug="zanzarquell",
    )
    (entry,) = decisions.approve(shown, moderator=milan, at=now())
    made += [shown, decisions.hide(entry, moderator=milan, reason=f"{MARKER} why", at=now())]
    harmless = submitting.submit(
        proposed() | HARMLESS, at=now(), token_hash=receipts.receipt_hash(OTHER_RECEIPT)
    )
    assert harmless.state == "pending"
    return made


# What the submission behind the other receipt says: nothing of the markers.
HARMLESS = {
    "name_en": "Harmless",
    "name_ru": "",
    "summary_en": "Nothing to see.",
    "description_ru": "",
    "other_names": [],
    "website": "https://harmless.example/",
    "host_countries": ["GE"],
    "focus_regions": [],
    "proposed": {"cities": [], "tags": []},
}


def test_unseen_words_are_unseen():
    published = Initiative.objects.listed()
    assert not published.filter(host_countries__code="TD").exists()
    assert not published.filter(focus_regions__code="RU-CHE").exists()
    assert not Tag.objects.filter(slug=REFUSED_TAG).exists()


def public_routes() -> list[str]:
    """What is behind the sign-in is tested in tests/account."""
    routes = [route for route in patterns(get_resolver()) if route]
    return [route for route in routes if not route.startswith(("desk/", "admin/", "^admin/"))]


def addresses(language: str) -> list[str]:
    below = [f"/{language}/{address}" for some in EXAMPLES.values() for address in some]
    return below + [f"/{address}" for some in AT_THE_ROOT.values() for address in some]


def test_every_pattern_has_its_examples_and_none_is_of_one_that_is_gone():
    routes = {f"en/{route}" for route in EXAMPLES} | set(AT_THE_ROOT)
    assert routes == set(public_routes())


@pytest.mark.parametrize("language", ["en", pytest.param("ru", marks=pytest.mark.whole)])
def test_nothing_unvetted_is_at_any_public_address(client, unvetted, language):
    words = [MARKER.lower(), REFUSED_TAG, *(one.reference.lower() for one in unvetted)]
    slugs = Initiative.objects.listed().values_list("slug", flat=True)
    shown = [f"initiatives/{slug}/" for slug in slugs]
    others = [f"/{language}/{path}" for path in (*shown, "nowhere/", "initiatives/?country=zz")]
    for address in [*addresses(language), *others]:
        page = client.get(address, follow="words/" in address).content.decode().lower()
        if "tag=" in address:
            page = page.replace(f"“{REFUSED_TAG}”", "").replace(f"«{REFUSED_TAG}»", "")
        for word in words:
            assert word not in page, address


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "query",
    [
        MARKER,
        f"{MARKER} hidden",
        "zanzarquel",  # a slip of it, which must not be mended to it
        "Занзаркуэлл",
        "zanzarquell.example",
        "https://zanzarquell.example/",
        "tag zanzarquell-tag",
    ],
)
def test_search_finds_and_corrects_to_nothing_unvetted(client, unvetted, language, query):
    response = client.get(f"/{language}/initiatives/", {"q": query})
    hits = search(current(), query)
    assert response.status_code == 200
    assert {current().rows[pk].slug for pk in hits.ids} <= listed()
    assert not hits.exact
    assert MARKER.lower() not in str([hits.mended, hits.swapped, hits.understood]).lower()
    for word in current().controlled_words:
        assert "zanzar" not in word
        assert "занзар" not in word
    if MARKER.lower() not in query.lower():
        assert MARKER.lower() not in response.content.decode().lower()


def listed() -> set[str]:
    return set(Initiative.objects.listed().values_list("slug", flat=True))


def test_preview_of_a_copy_names_nothing_that_is_not_listed(client, unvetted):
    """What is typed stands in the preview; nothing else of what is like it does."""
    form = client.get("/en/submit/").content.decode()
    typed = {
        "step": "preview",
        "nonce": re.search(r'name="nonce" value="([^"]*)"', form)[1],
        "name_en": "Harmless",
        "website": "https://zanzarquell.example/",
        "kind": "it",
        "summary_en": "Nothing to see.",
        "host_countries": ["GE"],
        "languages": ["ru"],
        "activities": ["legal-aid"],
        "relation": "knows",
    }
    page = client.post("/en/submit/", typed)
    assert page.status_code == 200
    assert page.context["duplicates"] == []
    told = page.content.decode().lower().replace("zanzarquell.example", "")
    for word in (MARKER.lower(), REFUSED_TAG, *(one.reference.lower() for one in unvetted)):
        assert word not in told


def test_pending_submissions_move_no_count_and_no_tag(client, unvetted):
    before = [row.count for row in client.get("/en/countries/").context["countries"]]
    tag = client.get("/en/initiatives/")["ETag"]
    document = proposed(host_countries=["GE"], focus_regions=["RU-SPE"])
    submitting.submit(document, at=now())
    assert [row.count for row in client.get("/en/countries/").context["countries"]] == before
    assert client.get("/en/initiatives/")["ETag"] == tag


def test_public_pages_ask_for_nothing_but_what_is_listed(client, unvetted):
    counts = client.get("/en/initiatives/").context["facets"]
    labels = [str(line["name"]) for facet in counts for line in [*facet.rows, *facet.more]]
    assert "Chad" not in labels
