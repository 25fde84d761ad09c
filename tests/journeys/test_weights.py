"""What a first visit weighs, as the server of production sends it: packed, named by content.

No browser is needed: what it would fetch is read from the page and from the style sheets.
"""

from __future__ import annotations

import gzip
import re
import urllib.request
from dataclasses import dataclass
from email.message import Message
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest

from tests.journeys.examples import BY_NAME, EXAMPLES
from tests.journeys.site import Site
from tests.markup import Element, parse

pytestmark = pytest.mark.server

LANGUAGES = ("en", "ru")
# 1 kB is 1000 bytes, which is the stricter reading.
FIRST_VISIT = 150_000
LISTING = 40_000
STYLES = 30_000
SCRIPTS = 15_000
BROWSER = "gzip, deflate, br"
# What a font or a picture holds is packed by its own format.
PACKED_BY_THEMSELVES = (".woff2", ".png", ".ico")


@dataclass(frozen=True)
class Answer:
    headers: Message
    body: bytes


@pytest.fixture(scope="module")
def get(site: Site):
    @cache
    def fetched(address: str, packing: str = BROWSER) -> Answer:
        request = urllib.request.Request(
            urljoin(site.url, address), headers={"Accept-Encoding": packing}
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.headers, answer.read())

    return fetched


def assets(tree: Element) -> list[str]:
    """Every file of ours that the head names, whether a browser asks for it or not."""
    links = tree.all("head")[0].all("link")
    named = [one.attributes["href"] for one in links
             if one.attributes["rel"] not in {"canonical", "alternate", "manifest"}]  # fmt: skip
    named += [one.attributes["src"] for one in tree.all("script", "img") if "src" in one.attributes]
    return sorted(set(named))


def fonts(sheets: dict[str, str], text: str) -> set[str]:
    """The fonts that the style sheets name for any character of the text."""
    characters = {ord(one) for one in text}
    found = set()
    for sheet, style in sheets.items():
        for face in re.findall(r"@font-face\s*{([^}]*)}", style):
            address = re.search(r"url\(\"?([^\")]+)", face)
            ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", face)
            if address and any(
                int(first, 16) <= one <= int(last or first, 16)
                for first, last in ranges
                for one in characters
            ):
                found.add(urljoin(sheet, address[1]))
    return found


def styles(get, addresses: list[str]) -> dict[str, str]:
    return {one: brotli.decompress(get(one).body).decode() for one in addresses
            if one.endswith(".css")}  # fmt: skip


def weights_of_first_visit(get, address: str) -> dict[str, int]:
    """Each thing that somebody who was never here fetches, and the bytes that travel."""
    page = get(address, "identity").body.decode()
    asked = assets(parse(page))
    asked += sorted(fonts(styles(get, asked), page) - set(asked))
    return {one: len(get(one).body) for one in (address, *asked)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_of_the_home_page_is_light(get, language):
    weights = weights_of_first_visit(get, BY_NAME["home"].address(language))
    endings = {name.rpartition(".")[2] for name in weights}
    assert {"css", "js", "woff2", "svg", "ico", "png"} <= endings
    assert sum(weights.values()) <= FIRST_VISIT, weights


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["listing", "listing-filtered", "filters"])
def test_a_listing_with_all_facets_is_light(get, name, language):
    address = BY_NAME[name].address(language)
    tree = parse(get(address, "identity").body.decode())
    assert len(tree.all("details")) >= 8  # the facets are among them
    for taken in ("br", "gzip"):
        assert get(address, taken).headers["Content-Encoding"] == taken
        assert len(get(address, taken).body) <= LISTING


@pytest.fixture(scope="module")
def named(get) -> dict[str, set[str]]:
    """By ending: every asset that a public page names, and every font of the style sheets."""
    found: set[str] = set()
    for example in EXAMPLES:
        if example.status == 200 and example.method == "GET":
            for language in LANGUAGES:
                tree = parse(get(example.address(language), "identity").body.decode())
                found |= set(assets(tree))
    found |= fonts(styles(get, sorted(found)), "".join(map(chr, range(0x20, 0x530))))
    return {ending: {one for one in found if one.endswith(ending)}
            for ending in (".css", ".js", ".woff2", ".svg", ".png", ".ico")}  # fmt: skip


def test_all_style_sheets_of_the_public_pages_together_are_light(get, named):
    assert len(named[".css"]) >= 3
    assert sum(len(get(one).body) for one in named[".css"]) <= STYLES


def test_what_every_page_needs_is_one_style_sheet(get):
    for name in ("home", "listing", "entry", "submit", "region"):
        links = parse(get(BY_NAME[name].address("en"), "identity").body.decode()).all("link")
        sheets = [one for one in links if one.attributes["rel"] == "stylesheet"]
        needed = [one.attributes["href"] for one in sheets if "media" not in one.attributes]
        [style] = styles(get, needed).values()
        places = [style.index(rule) for rule in (
            "--paper:", ".wrap {", ".crumbs {", ".page {", ".status-lead {", ".tile-map {",
        )]  # fmt: skip
        assert places == sorted(places)
        assert "/*" not in style


def test_all_scripts_of_the_public_pages_together_are_light(get, named):
    assert len(named[".js"]) == 1  # on slow lines each file costs more than what is in it
    assert sum(len(get(one).body) for one in named[".js"]) <= SCRIPTS


def test_assets_are_named_by_their_content_and_kept_for_ever(get, named):
    files = [one for ending in named.values() for one in ending]
    assert len(files) >= 15
    for one in files:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", one), one
        kept = get(one).headers["Cache-Control"]
        assert "immutable" in kept, one
        assert int(re.search(r"max-age=(\d+)", kept)[1]) >= 365 * 24 * 3600, one


@pytest.mark.parametrize(("packing", "unpacked"), [
    ("br", brotli.decompress), ("gzip", gzip.decompress),
])  # fmt: skip
def test_assets_are_packed_ahead(site, get, named, packing, unpacked):
    folder = Path(site.environment["STATIC_ROOT"])
    for one in sorted(set().union(*named.values())):
        if one.endswith(PACKED_BY_THEMSELVES):
            continue
        answer = get(one, packing)
        assert answer.headers["Content-Encoding"] == packing, one
        assert "Accept-Encoding" in answer.headers["Vary"], one
        plain = get(one, "identity")
        assert plain.headers["Content-Encoding"] is None
        assert unpacked(answer.body) == plain.body
        assert len(answer.body) < len(plain.body)
        ending = {"br": ".br", "gzip": ".gz"}[packing]
        ahead = folder / (one.removeprefix("/static/") + ending)
        assert ahead.read_bytes() == answer.body
