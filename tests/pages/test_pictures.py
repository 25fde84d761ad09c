"""The pictures of shared links: whole words, the warning, and nothing of what is hidden."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree

import pytest
import resvg_py
from django.core.cache import caches
from django.utils import translation
from django.utils.translation import gettext

from initiatives.models import EntryState, Initiative, OldSlug
from initiatives.pages import pictures as views
from initiatives.presenters.lettering import width
from initiatives.presenters.pictures import HEIGHT, MARGIN, WIDTH, Picture, draw
from tests.factories.submission import publish_new

pytestmark = pytest.mark.usefixtures("real_data")
LANGUAGES = ("en", "ru")
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ALSO = ["initiatives/bumaga/", "countries/georgia/", "countries/oman/", "regions/buryatia/",
        "countries/georgia/tbilisi/", "", "about/safety/"]  # fmt: skip


PLACES = ["/en/countries/georgia/tbilisi/", "/en/countries/georgia/", "/en/regions/buryatia/"]


@pytest.fixture(autouse=True)
def _none_kept():
    caches["pictures"].clear()


@pytest.fixture
def drawn_from(monkeypatch):
    """The SVG that each picture is drawn from, in place of drawing it."""
    seen: list[str] = []

    def note(svg_string: str, **options: object) -> bytes:
        seen.append(svg_string)
        return b"png"

    monkeypatch.setattr(resvg_py, "svg_to_bytes", note)
    return seen


def picture_of(client, address: str) -> str:
    page = client.get(address).content.decode()
    (found,) = re.findall('<meta property="og:image" content="http://localhost([^"]+)">', page)
    return found


def words(svg: str) -> list[tuple[str, str, int, int, int]]:
    """text, face, size, x and y of every line."""
    return [
        (one.text or "", one.attrib["font-family"].removeprefix("Share "),
         int(one.attrib["font-size"]), int(one.attrib["x"]), int(one.attrib["y"]))
        for one in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    ]  # fmt: skip


@in_both_languages
@pytest.mark.parametrize("path", ALSO)
def test_page_names_a_picture_that_is_there(client, language, path):
    response = client.get(picture_of(client, f"/{language}/{path}"))
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", response.content[16:24]) == (WIDTH, HEIGHT)
    assert len(response.content) < 150_000
    assert not response.cookies
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.whole
@in_both_languages
def test_no_picture_of_real_data_overflows_or_loses_letters(client, language, drawn_from):
    listed = list(Initiative.objects.listed().values_list("slug", flat=True))
    assert len(listed) > 200
    for slug in listed:
        client.get(f"/{language}/initiatives/{slug}/picture-0.png", follow=True)
    assert len(drawn_from) == len(listed)
    for svg in drawn_from:
        within(svg)
    names = Initiative.objects.listed().values_list(f"name_{language}", flat=True)
    said = {" ".join(text for text, face, *_ in words(svg) if face == "name") for svg in drawn_from}
    whole = [name for name in names if name in said]
    assert len(whole) > 0.98 * len([name for name in names if name])


def countries(client, language: str) -> list[tuple[str, str, int]]:
    """name, address and number of entries of each."""
    shown = client.get(f"/{language}/countries/").context["countries"]
    return [(str(one.label), one.url, one.count) for one in shown]


def cities(client, language: str) -> list[tuple[str, str, int]]:
    found = []
    for _name, url, number in countries(client, language):
        links = client.get(url).context["cities"] if number else []
        found += [(str(one.label), one.url, one.count) for one in links]
    return found


def regions(client, language: str) -> list[tuple[str, str, int]]:
    shown = client.get(f"/{language}/regions/").context["districts"]
    return [(str(one.name), one.url, one.count) for part in shown for one in part["regions"]]


@pytest.mark.whole
@in_both_languages
@pytest.mark.parametrize(("places", "least"), [(countries, 41), (cities, 41), (regions, 83)])
def test_every_place_has_a_picture_with_its_numbers(client, language, drawn_from, places, least):
    shown = places(client, language)
    assert len(shown) >= least
    for _name, url, _number in shown:
        assert client.get(f"{url}picture-0.png", follow=True).status_code == 200
    assert len(set(drawn_from)) == len(drawn_from)
    for (name, _url, number), svg in zip(shown, drawn_from, strict=True):
        within(svg)
        assert name in " ".join(text for text, face, *_ in words(svg) if face == "name")
        numbers = [int(text) for text, face, size, x, y in words(svg) if face == "name" and x > 900]
        assert sum(numbers) == number


@in_both_languages
def test_picture_of_a_region_that_nobody_covers_says_so(client, language, drawn_from):
    client.get(f"/{language}/regions/ryazan/picture-0.png", follow=True)
    said = [text for text, *_ in words(drawn_from[0])]
    with translation.override(language):
        assert gettext("Nobody covers this region yet") in said


def test_picture_of_a_place_changes_with_its_numbers(client):
    before = {path: picture_of(client, path) for path in PLACES}
    publish_new(name_en="Another", host_countries=["GE"], cities=["GE/tbilisi"],
                focus_regions=["RU-BU"])  # fmt: skip
    for path, address in before.items():
        after = picture_of(client, path)
        assert after != address
        assert client.get(address)["Location"] == after


def within(svg: str) -> None:
    lines = words(svg)
    for text, face, size, x, y in lines:
        assert x + width(text, face, size) <= WIDTH - MARGIN, text
        assert y + size // 3 <= HEIGHT, text
    below = [y for text, face, size, x, y in lines[1:] if x == MARGIN]
    warning = [y for text, face, size, x, y in lines[1:] if face == "strong"]
    assert below == sorted(below)
    if warning:
        assert max(below) < min(warning) - 50


@pytest.mark.parametrize("warning", ["", "„x“ " * 60])
@pytest.mark.parametrize("name", [LONG, LONG + LONG, "Ж" * 120, "Ы " * 60, "a", "ҡәҙерле " * 12])
def test_longest_words_stay_within(name, warning, drawn_from):
    draw(Picture("/en/", name.strip(), LONG + LONG, "Щ" * 280, warning))
    within(drawn_from[0])


@pytest.mark.parametrize(
    "name", ["</text><script>", "&lt;", "\u202e\ufffe\ud7ff", "მედია", "صحافة", "🙂", "", " "]
)
def test_no_name_breaks_the_drawing(name):
    assert draw(Picture("/en/", name, name, name, name)).startswith(b"\x89PNG")


def test_name_in_letters_that_are_missing_gives_way_to_the_other(client, drawn_from):
    Initiative.objects.filter(slug="bumaga").update(name_en="ქაღალდი")
    client.get("/en/initiatives/bumaga/picture-0.png", follow=True)
    assert [text for text, face, *_ in words(drawn_from[0]) if face == "name"] == ["Бумага"]


@in_both_languages
def test_picture_of_a_designated_entry_carries_the_warning(client, language, drawn_from):
    slug = "anti-corruption-foundation"
    client.get(f"/{language}/initiatives/{slug}/picture-0.png", follow=True)
    said = " ".join(text for text, *_ in words(drawn_from[0]))
    assert {"en": "“Terrorist” in Russia since", "ru": "еррористическая» с"}[language] in said
    alt = client.get(f"/{language}/initiatives/{slug}/").context["picture"].alt
    assert {"en": "“Terrorist” in Russia since", "ru": "еррористическая» с"}[language] in alt


def test_ended_designation_is_not_warned_of(client, drawn_from):
    one = Initiative.objects.get(slug="bumaga")
    client.get("/en/initiatives/bumaga/picture-0.png", follow=True)
    one.designations.update(ended="2024-05")
    one.facets["designation"] = ["none"]
    one.save(update_fields=["facets"])
    client.get("/en/initiatives/bumaga/picture-0.png", follow=True)
    before, after = ("#fdf3e3" in svg for svg in drawn_from)
    assert (before, after) == (True, False)


def test_changed_entry_has_another_address_and_the_old_one_leads_there(client):
    before = picture_of(client, "/en/initiatives/bumaga/")
    Initiative.objects.filter(slug="bumaga").update(summary_en="Another summary.")
    after = picture_of(client, "/en/initiatives/bumaga/")
    assert before != after
    response = client.get(before)
    assert (response.status_code, response["Location"]) == (302, after)


def test_hidden_entry_has_no_picture_though_it_was_drawn(client):
    address = picture_of(client, "/en/initiatives/bumaga/")
    assert client.get(address).status_code == 200
    # As it is while a snapshot is older than the hiding, too.
    Initiative.objects.filter(slug="bumaga").update(state=EntryState.HIDDEN)
    response = client.get(address)
    assert response.status_code == 410
    assert "Bumaga" not in response.content.decode()


def test_renamed_entry_leads_to_its_picture(client):
    one = Initiative.objects.get(slug="bumaga")
    OldSlug.objects.create(slug="old-bumaga", initiative=one)
    response = client.get("/en/initiatives/old-bumaga/picture-0.png", follow=True)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "path",
    ["initiatives/nobody/picture-0.png", "countries/chad/picture-0.png",
     "countries/nowhere/picture-0.png", "countries/online/picture-0.png",
     "countries/georgia/nowhere/picture-0.png", "countries/serbia/tbilisi/picture-0.png",
     "countries/nowhere/tbilisi/picture-0.png", "regions/nowhere/picture-0.png"],
)  # fmt: skip
def test_what_has_no_page_has_no_picture(client, path):
    assert client.get(f"/en/{path}").status_code == 404


def test_picture_is_drawn_once_and_asked_about_each_time(client, drawn_from):
    address = picture_of(client, "/en/initiatives/bumaga/")
    first, second = client.get(address), client.get(address)
    assert first.content == second.content == b"png"
    assert len(drawn_from) == 1
    assert first["Cache-Control"] == "no-cache"
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_only_one_is_drawn_at_a_time(client):
    address = picture_of(client, "/en/countries/georgia/")
    with views._drawing:
        response = client.get(address)
    assert response.status_code == 429
    assert response["Retry-After"] == "1"
    assert client.get(address).status_code == 200


def test_pictures_do_not_push_out_the_limits_of_the_sign_in():
    assert caches["pictures"] is not caches["default"]
    assert caches["pictures"]._max_entries <= 200


def test_picture_costs(client, django_assert_num_queries):
    address = picture_of(client, "/en/initiatives/bumaga/")
    # the version, the entry
    with django_assert_num_queries(2):
        client.get(address)
    for path in ("", "countries/georgia/", "countries/georgia/tbilisi/", "regions/buryatia/"):
        other = picture_of(client, f"/en/{path}")
        with django_assert_num_queries(1):
            client.get(other)


def test_russian_pictures_speak_russian(drawn_from):
    with translation.override("ru"):
        draw(Picture("/ru/", "Бумага", "", ""))
    assert "Инициативы уехавших" in drawn_from[0]
