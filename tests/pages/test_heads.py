"""The head of a page: what it tells search engines and messengers, and nothing beside."""

from __future__ import annotations

import json
import re
import struct

import pytest
from django.conf import settings

from initiatives.models import Initiative, Kind
from tests.markup import Element, parse

LANGUAGES = ("en", "ru")
SITE = settings.SITE_URL
DATA = "application/ld+json"
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.usefixtures("rare_data")


def said(head: Element) -> dict[str, str]:
    """Names and properties of all metas; none stands there twice."""
    metas = [one.attributes for one in head.all("meta") if "content" in one.attributes]
    keys = [one.get("name") or one["property"] for one in metas if "media" not in one]
    assert len(keys) == len(set(keys))
    return {one.get("name") or one["property"]: one["content"] for one in metas}


@in_both_languages
@pytest.mark.parametrize("path", [*(kind.value for kind in Kind), "", "countries/georgia/",
                                  "regions/buryatia/", "about/safety/"])  # fmt: skip
def test_each_kind_and_the_site_have_a_picture_that_is_there(client, language, path):
    picture = "site"
    if path in Kind.values:
        picture, path = path, Initiative.objects.listed().filter(kind=path)[0].get_absolute_url()
    page = client.get(path if path.startswith("/") else f"/{language}/{path}").content.decode()
    metas = said(parse(page).all("head")[0])
    assert metas["og:image"] == f"{SITE}/static/img/share/{picture}.png"
    response = client.get(metas["og:image"].removeprefix(SITE))
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/png"
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    size = struct.unpack(">II", content[16:24])
    assert tuple(map(str, size)) == (metas["og:image:width"], metas["og:image:height"])
    assert size == (1200, 630)
    assert len(content) < 20_000
    assert not response.cookies
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("language", "title", "start"),
    [("en", "“Terrorist organisation” in Russia: Anti-Corruption Foundation", "“Terrorist” in"),
     ("ru", "«Террористическая организация» в России: Фонд борьбы с коррупцией",
      "В России — «террористическая» с")],
)  # fmt: skip
def test_what_is_shared_of_a_designated_entry_warns_first(client, language, title, start):
    page = client.get(f"/{language}/initiatives/anti-corruption-foundation/").content.decode()
    metas = said(parse(page).all("head")[0])
    assert metas["og:title"].startswith(title)
    assert metas["og:description"].startswith(start)
    assert metas["og:description"].endswith(f". {metas['description']}")


def test_ended_designation_is_not_warned_of(client):
    one = Initiative.objects.get(slug="bumaga")
    before = said(parse(client.get("/en/initiatives/bumaga/").content.decode()).all("head")[0])
    one.designations.update(ended="2024-05")
    one.facets["designation"] = ["none"]
    one.save(update_fields=["facets"])
    after = said(parse(client.get("/en/initiatives/bumaga/").content.decode()).all("head")[0])
    assert before["og:title"] == f"“Foreign agent” in Russia: {one.name_en}"
    assert after["og:title"] == one.name_en
    assert before["og:description"] != after["og:description"] == after["description"]


@in_both_languages
def test_hostile_words_stay_words(client, language):
    """In the title, what is shared, and the data for search engines."""
    name = '</title></script><script>alert("1")</script>&amp;\u2028<!--'
    changes = {f"{field}_{code}": name for field in ("name", "summary") for code in LANGUAGES}
    Initiative.objects.filter(slug="bumaga").update(**changes, other_names=[name])
    tree = parse(client.get(f"/{language}/initiatives/bumaga/").content.decode())
    metas = said(tree.all("head")[0])
    assert metas["og:title"].endswith(name)  # after its designation
    assert metas["description"] == name
    scripts = tree.all("script")
    assert all("alert" not in str(one.attributes) for one in scripts)
    (data,) = (one for one in scripts if one.attributes.get("type") == DATA)
    (text,) = data.children
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text)["name"] == name
    assert [one.attributes["src"] for one in scripts if one is not data]


@in_both_languages
def test_linked_data_says_what_the_entry_says(client, language):
    one = Initiative.objects.get(slug="bumaga")
    tree = parse(client.get(f"/{language}/initiatives/bumaga/").content.decode())
    (block,) = (one for one in tree.all("script") if one.attributes.get("type") == DATA)
    data = json.loads(block.children[0])
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "NewsMediaOrganization"
    assert data["@id"] == f"{SITE}/{language}/initiatives/bumaga/"
    assert data["name"] == getattr(one, f"name_{language}")
    metas = said(tree.all("head")[0])
    assert data["description"] == metas["og:description"]  # after the warning
    assert data["description"].endswith(f". {getattr(one, f'summary_{language}')}")
    assert data["url"] == one.website
    assert data["name"] not in data["alternateName"]
    main = tree.all("main")[0]
    linked = {link.attributes["href"] for link in main.all("a")}
    assert set(data["sameAs"]) <= linked
    assert not [url for url in data["sameAs"] if url.startswith("mailto:")]
    for place in data["areaServed"] + data.get("location", []):
        assert place["name"] in main.text or place["@type"] == "Country"


@in_both_languages
def test_manifest_offers_no_app_and_its_icons_are_there(client, language):
    page = parse(client.get(f"/{language}/").content.decode())
    (link,) = (one for one in page.all("link") if one.attributes["rel"] == "manifest")
    response = client.get(link.attributes["href"])
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["display"] == "browser"
    assert manifest["start_url"] == f"/{language}/"
    assert manifest["lang"] == language
    named = [one["src"] for one in manifest["icons"]]
    named += [one.attributes["href"] for one in page.all("link") if "icon" in one.attributes["rel"]]
    assert len(named) == 6
    for address in named:
        assert client.get(address).status_code == 200, address


def test_mark_is_a_grid_of_dots_in_head_and_tab(client):
    """No flag: a tab is seen over a shoulder. Every path is dots, and no row is of one tone."""
    page = parse(client.get("/en/").content.decode())
    drawn = [svg.all("path") for svg in page.all("svg") if svg.attributes.get("class") == "mark"]
    (icon,) = (one for one in page.all("link") if one.attributes.get("type") == "image/svg+xml")
    svg = b"".join(client.get(icon.attributes["href"]).streaming_content).decode()
    drawn.append(parse(svg).all("path"))
    assert len(drawn) == 3  # head, foot and tab
    for far, near in drawn:
        rows = [
            {y for _x, y in re.findall(r"M(\d+) (\d+)h\.01", path.attributes["d"])}
            for path in (far, near)
            if re.fullmatch(r"(M\d+ \d+h\.01)+", path.attributes["d"])
        ]
        assert rows == [{"4", "12", "20"}] * 2
    assert "prefers-color-scheme:dark" in svg


def test_icon_is_found_by_what_does_not_read_pages(client):
    response = client.get("/favicon.ico", follow=True)
    assert response.status_code == 200
    assert response["Content-Type"] in {"image/x-icon", "image/vnd.microsoft.icon"}
