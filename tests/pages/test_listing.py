"""The listing against plain SQL and plain sorting: entries, order, pages, counts, one address."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest
from django.db.models import QuerySet
from django.http import QueryDict
from django.test import Client
from django.utils.timezone import now
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from initiatives.catalogue.filters import InitiativeFilter
from initiatives.catalogue.snapshot import forget
from initiatives.models import FACETS, Initiative, Tag, Vocabulary
from tests.catalogue import oracle
from tests.thorough import rounds

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("rare_data")]

CARD = re.compile(r'<h3 class="card-name"><a href="/(?:en|ru)/initiatives/([a-z0-9-]+)/"')
OPEN_LINE = re.compile(r'<li><a href="([^"]+)" rel="nofollow"><span[^>]*>[^<]*</span><b>([0-9]+)<')
RANDOM = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=rounds(60),
)


def some_values() -> dict[str, list[str]]:
    """Values worth asking for: all of the small facets, the frequent ones of the large."""
    words = Vocabulary.load().facets
    frequent = {
        "country": "online ge am rs de lv tr il kz lt us fr tm".split(),
        "city": "ge-tbilisi am-yerevan de-berlin rs-belgrade lv-riga".split(),
        "region": "ru-bu ru-ta ru-spe ru-mow ru-da ru-kgd".split(),
        "language": "ru en de ka tt be".split(),
    }
    return {facet: frequent.get(facet) or sorted(words[facet]) for facet in FACETS}


@st.composite
def selections(draw: st.DrawFn) -> dict[str, list[str]]:
    values = some_values()
    facets = draw(st.lists(st.sampled_from(list(FACETS)), max_size=3, unique=True))
    return {
        facet: draw(st.lists(st.sampled_from(values[facet]), min_size=1, max_size=3, unique=True))
        for facet in FACETS
        if facet in facets
    }


def canonical(chosen: dict[str, list[str]], **rest: str) -> str:
    pairs = [(facet, value) for facet in FACETS for value in sorted(chosen.get(facet, []))]
    return urlencode([*pairs, *((k, v) for k, v in rest.items() if v)])


def by_sql(query: str) -> QuerySet[Initiative]:
    """The entries that a query asks for, by the relations of their rows."""
    return InitiativeFilter(QueryDict(query), queryset=Initiative.objects.listed()).qs


def read_all(client: Client, language: str, query: str) -> tuple[list[str], dict]:
    """The slugs of all pages of a view, and the context of its first page."""
    address = f"/{language}/initiatives/" + (f"?{query}" if query else "")
    slugs: list[str] = []
    first = None
    while address:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        context = response.context
        first = first or context
        slugs += CARD.findall(response.content.decode())
        following = context["pager"]["next"] if "pager" in context else None
        address = following["url"] if following else ""
    return slugs, first


@RANDOM
@given(
    chosen=selections(),
    sort=st.sampled_from(["balanced", "name", "newest", "verified"]),
    closed=st.sampled_from([False, False, False, True]),
    language=st.sampled_from(["en", "ru"]),
)
@example(chosen={}, sort="balanced", closed=False, language="en")
@example(chosen={"reach": ["regional"]}, sort="name", closed=False, language="ru")
@example(chosen={"designation": ["foreign_agent"]}, sort="balanced", closed=True, language="en")
@example(chosen={"designation": ["none"]}, sort="balanced", closed=True, language="en")
def test_listing_equals_plain_sql(client, monkeypatch, chosen, sort, closed, language):
    monkeypatch.setattr("initiatives.catalogue.listing.PER_PAGE", 5)
    state = "closed" if closed else "published"
    query = canonical(
        chosen, state="closed" if closed else "", sort="" if sort == "balanced" else sort
    )
    found = list(oracle.entries(chosen, state))
    assert set(by_sql(query)) == set(found)
    slugs, first = read_all(client, language, query)
    assert bool("pager" in first and first["pager"]["next"]) == (len(found) > 5)
    today = datetime.now(UTC).date()
    expected = oracle.arranged(found, sort, language=language, day=today, state=state)
    assert slugs == expected


def lines_of(facet):
    return [*facet.rows, *facet.more, *(line for group in facet.groups for line in group.lines)]


@pytest.fixture
def plain_counts() -> oracle.Counts:
    return oracle.Counts()


@RANDOM
@given(chosen=selections(), seed=st.integers(0, 10**6))
def test_counts_equal_plain_sql(client, plain_counts, chosen, seed):
    """Beside every value; by the filter, whose queries are dear, beside one of each facet."""
    response = client.get("/en/initiatives/?" + canonical(chosen))
    dice = random.Random(seed)
    for facet in response.context["facets"]:
        name, lines = facet.name, lines_of(facet)
        values = [line["value"] for line in lines]
        assert len(set(values)) == len(values)
        assert {line["value"] for line in lines if line["chosen"]} == set(chosen.get(name, []))
        counts = {line["value"]: line["count"] for line in lines}
        assert counts == plain_counts.beside(chosen, name, values)
        if values:
            value = dice.choice(values)
            assert by_sql(canonical({**chosen, name: [value]})).count() == counts[value]


def test_plain_sql_finds_what_was_published_with_a_word_that_was_merged_since(client):
    word, other = Tag.objects.filter(tagged__isnull=False).distinct()[:2]
    before = {one.slug for tag in (word, other) for one in by_sql(f"tag={tag.slug}")}
    assert before > {one.slug for one in by_sql(f"tag={other.slug}")}
    Tag.objects.filter(pk=word.pk).update(merged_into=other)
    assert {one.slug for one in by_sql(f"tag={other.slug}")} == before
    assert {one.slug for one in by_sql(f"tag={word.slug}")} == before
    forget()
    assert set(read_all(client, "en", f"tag={other.slug}")[0]) == before


def test_retired_word_is_one_while_an_entry_has_it_and_then_leads_to_the_view_without_it(client):
    tag = Tag.objects.filter(tagged__isnull=False).distinct()[0]
    path = f"/en/initiatives/?kind=media&tag={tag.slug}"
    Tag.objects.filter(pk=tag.pk).update(retired=True)
    forget()
    assert client.get(path).status_code == 200
    tag.tagged.all().delete()
    forget()
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, "/en/initiatives/?kind=media")
    response = client.get(f"/en/initiatives/?tag={tag.slug.upper()}")
    assert (response.status_code, response["Location"]) == (301, "/en/initiatives/")
    assert client.get("/en/initiatives/?tag=never-a-word").status_code == 400


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("audience=teachers", "?audience=academics"),
        ("seeks=mentors", "?seeks=partners"),
        ("tag=prisons&tag=courts", "?tag=courts-and-prisons"),
        ("tag=tbilisi", ""),
        ("tag=georgia&sort=name", "?sort=name"),
    ],
)
def test_words_that_became_others_redirect(client, old, new):
    response = client.get(f"/en/initiatives/?{old}")
    assert (response.status_code, response["Location"]) == (301, f"/en/initiatives/{new}")


def test_plain_sql_knows_the_orders_that_a_database_can_give():
    for days, entry in enumerate(Initiative.objects.published()[:5]):
        entry.verified_at, entry.verified_how = now() - timedelta(days=days), "sources"
        entry.save()
    newest, verified, name = (
        list(by_sql(f"sort={sort}")) for sort in ("newest", "verified", "name")
    )
    assert {one.pk for one in name} == {one.pk for one in newest} == {one.pk for one in verified}
    added = [one.published_at for one in newest]
    assert added == sorted(added, reverse=True)
    known = [one.verified_at for one in verified]
    assert len(known) > known.count(None) > 0
    assert known == sorted(filter(None, known), reverse=True) + [None] * known.count(None)
    letters = [one.name_en[:1].lower() for one in name]
    latin = [letter for letter in letters if letter.isascii() and letter.isalpha()]
    assert len(latin) > 40
    assert latin == sorted(latin)


@RANDOM
@given(chosen=selections(), seed=st.integers(0, 10**6))
def test_each_order_of_the_parameters_leads_to_one_address(client, chosen, seed):
    dice = random.Random(seed)
    pairs = parse_qsl(canonical(chosen))
    spelt = [(name, value.upper() if dice.random() < 0.3 else value) for name, value in pairs]
    spelt += dice.sample(spelt, dice.randint(0, len(spelt)))
    spelt += [("utm_source", "x"), ("fbclid", "y"), ("kind", "")][: dice.randint(0, 3)]
    dice.shuffle(spelt)
    expected = "/en/initiatives/" + (f"?{canonical(chosen)}" if chosen else "")
    address = "/en/initiatives/" + (f"?{urlencode(spelt)}" if spelt else "")
    response = client.get(address)
    if address == expected:
        assert response.status_code == 200
    else:
        assert (response.status_code, response["Location"]) == (301, expected)


@pytest.mark.parametrize(
    ("query", "canonical"),
    [
        ("ref=example", ""),
        ("from=telegram", ""),
        ("source=letter&kind=media", "?kind=media"),
        ("mibextid=AbC&igsh=x&s=20", ""),
        ("amp;utm_source=x", ""),
        ("country=ge&amp;kind=media", "?kind=media&country=ge"),
        ("kind=media&amp;amp;ref=x", "?kind=media"),
        ("kind=media).", "?kind=media"),
    ],
)
@pytest.mark.parametrize("path", ["/en/initiatives/", "/ru/initiatives/filters/"])
def test_what_others_add_to_an_address_leads_to_the_page_without_it(client, path, query, canonical):
    response = client.get(f"{path}?{query}")
    assert (response.status_code, response["Location"]) == (301, path + canonical)


def test_what_only_looks_like_it_is_still_refused(client):
    assert client.get("/en/initiatives/?sources=x").status_code == 400
    assert client.get("/en/initiatives/?country=.").status_code == 400


def test_facet_links_lead_where_their_counts_say(client):
    page = client.get("/en/initiatives/?kind=media&country=ge&country=online").content.decode()
    followed = 0
    for section in page.split('id="facet-')[1:]:
        if section.startswith(("kind", "country")):
            continue
        # A facet with nothing chosen: adding the value alone gives just its count.
        shown = section.split('class="more"')[0]
        for url, number in OPEN_LINE.findall(shown):
            there = client.get(unescape(url))
            assert there.status_code == 200
            assert there.context["total_found"] == int(number)
            followed += 1
    assert followed > 20


def test_a_long_facet_folds_what_nothing_has(client):
    page = client.get("/en/initiatives/?kind=media&country=ge").content.decode()
    regions = page.split('id="facet-region"')[1].split('id="facet-')[0]
    at_once, folded = regions.split('class="more"')
    assert OPEN_LINE.search(at_once)
    assert "is-empty" in folded
    cities = page.split('id="facet-city"')[1].split('id="facet-')[0].split('class="more"')[0]
    assert "is-empty" not in cities


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("country=zz", "zz"),
        ("color=red", "color"),
        ("kind=media&kind=mediaa", "mediaa"),
        ("page=0", "0"),
        ("page=x", "x"),
        ("page=1&page=2", ""),
        ("page=99999999999999999999", "9"),
        ("sort=size", "size"),
        ("sort=name&sort=newest", "sort"),
        ("state=hidden", "hidden"),
        ("city=tbilisi", "tbilisi"),
        ("designation=evil", "evil"),
        ("&".join(f"tag=t{n}" for n in range(51)), "50"),
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_unknown_query_is_refused_with_what_is_wrong(client, language, query, named):
    response = client.get(f"/{language}/initiatives/?{query}")
    assert response.status_code == 400
    texts = [problem["text"] for problem in response.context["problems"]]
    assert texts
    assert any(named in text for text in texts)
    without = response.context["problems"][0]["url"]
    assert f'href="{without.replace("&", "&amp;")}"' in response.content.decode()
    assert client.get(without).status_code == 200


def test_refused_query_offers_the_view_without_the_fault(client):
    response = client.get("/en/initiatives/?country=GE&country=zz&kind=media&colour=red")
    assert response.context["problems"][0]["url"] == "/en/initiatives/?kind=media&country=ge"


def test_page_beyond_the_last_is_404_with_the_last(client):
    response = client.get("/en/initiatives/?kind=media&page=400")
    assert response.status_code == 404
    last = response.context["last"].url
    assert last.startswith("/en/initiatives/?kind=media&page=")
    page = client.get(last)
    assert page.status_code == 200
    assert page.context["pager"]["next"] is None


def test_first_page_written_out_redirects(client):
    response = client.get("/en/initiatives/?kind=media&page=1")
    assert (response.status_code, response["Location"]) == (301, "/en/initiatives/?kind=media")


def test_nothing_found_says_what_to_drop(client):
    response = client.get("/en/initiatives/?kind=it&country=ge&region=ru-bu")
    assert response.status_code == 200
    assert response.context["drops"]
    for drop in response.context["drops"]:
        there = client.get(drop["url"])
        assert there.status_code == 200
        assert there.context["total_found"] == drop["count"]
        if not drop["count"]:
            assert there.context["heading"].startswith("Nothing")
    anywhere = response.context["any_country"]
    assert anywhere is None or client.get(anywhere.url).context["total_found"] == anywhere.count
    assert 'href="/en/initiatives/?country=online">For people' in response.content.decode()


def test_listing_without_filters_holds_all_published_and_names_the_closed(client):
    slugs, context = read_all(client, "en", "")
    assert sorted(slugs) == sorted(by_sql("").values_list("slug", flat=True))
    closed = by_sql("state=closed").count()
    assert closed
    assert context["other_state"].count == closed
    assert client.get(context["other_state"].url).context["is_closed"]


@pytest.mark.parametrize(
    ("query", "robots"),
    [
        ("", ""),
        ("kind=media", ""),
        ("kind=media&page=2", ""),
        ("kind=media&country=ge", "noindex"),
        ("sort=name", "noindex"),
        ("state=closed", "noindex"),
    ],
)
def test_search_engines_are_told_of_views_with_up_to_one_filter(client, query, robots):
    response = client.get("/en/initiatives/" + (f"?{query}" if query else ""))
    assert response.context["page"]["robots"] == robots
    page = response.content.decode()
    assert ('name="robots"' in page) == bool(robots)


def test_listing_names_itself_and_its_other_language(client):
    page = client.get("/ru/initiatives/?kind=media&country=ge").content.decode()
    query = "initiatives/?kind=media&amp;country=ge"
    assert f'<link rel="canonical" href="http://localhost/ru/{query}">' in page
    for language in ("en", "ru"):
        assert f'hreflang="{language}" href="http://localhost/{language}/{query}"' in page


@pytest.mark.parametrize("chosen", [{"country": ["ge"]}, {"kind": ["civic"]}, {}])
def test_old_ones_come_under_a_heading_of_their_own(client, monkeypatch, chosen):
    """On every page where they are, and only where nothing new follows."""
    monkeypatch.setattr("initiatives.catalogue.listing.PER_PAGE", 7)
    today = datetime.now(UTC).date()

    def are_old(slugs: list[str]) -> list[bool]:
        return [oracle.group(Initiative.objects.get(slug=slug), today) == 2 for slug in slugs]

    over: list[bool] = []
    under: list[bool] = []
    address = f"/en/initiatives/?{canonical(chosen)}"
    while address:
        page = client.get(address)
        parts = page.content.decode().partition("No news for more than two years")
        assert not (under and CARD.findall(parts[0]))
        over += are_old(CARD.findall(parts[0]))
        under += are_old(CARD.findall(parts[2]))
        following = page.context["pager"]["next"]
        address = following["url"] if following else ""
    assert all(under)
    assert not over[-1]
    assert len(over) + len(under) == len(oracle.entries(chosen))
    assert under


@pytest.mark.parametrize("query", ["sort=name", "state=closed"])
def test_other_lists_have_no_heading_of_the_old(client, query):
    page = client.get(f"/en/initiatives/?{query}").content.decode()
    assert "No news for more than two years" not in page
