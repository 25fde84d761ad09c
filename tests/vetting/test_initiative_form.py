"""The one form: what it takes, what it refuses and in which words."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from initiatives import content
from initiatives.content import EntryForm
from initiatives.models import Activity, Vocabulary
from tests.factories.content import least, most
from tests.thorough import rounds

pytestmark = pytest.mark.usefixtures("words")

ENTRIES = {"first": "first", "second": "second", "old-second": "second", "own": "own"}


def form(document: Any, stage: str = "publish") -> EntryForm:
    return EntryForm(
        document, vocabulary=Vocabulary.load(), entries=ENTRIES, stage=stage, slug="own"
    )


def errors(document: Any, stage: str = "publish") -> dict[str, list[str]]:
    return {name: list(map(str, found)) for name, found in form(document, stage).errors.items()}


def test_least_and_most_pass_and_come_out_unchanged():
    for document in (least(), most(partners=["first", "second"], successor="first")):
        checked = form(document)
        assert checked.errors == {}
        assert checked.document() == document


def test_document_keeps_the_order_of_the_fields():
    assert list(form(least()).document()) == ["schema", *content.FIELDS]


REFUSED = [
    ("kind", "party", "is not known here. Choose one of: mutual_aid, media, it, civic"),
    ("kind", "", "Choose a kind."),
    ("reach", "", "Choose its reach."),
    ("reach", "world", "is not known here"),
    ("cost", "cheap", "Choose one of: free, partly, paid"),
    ("state", "open", "Choose one of: published, hidden, closed"),
    ("state", "", "Choose a state."),
    ("name_en", "", "Enter a name in either language."),
    ("name_en", "x" * 121, "Shorten this to 120 characters; it has 121."),
    ("name_en", "a\x00b", "Remove the character U+0000: nobody can see it"),
    ("name_en", "a\u202eb", "Remove the character U+202E: it turns the direction of the text"),
    ("name_en", "a\u2069b", "U+2069"),
    ("name_ru", "\ud800", "U+D800"),
    ("name_en", "\u3164", "U+3164"),
    ("name_en", ["x"], "This must be text."),
    ("name_en", None, "Leave this out"),
    ("summary_en", "", "Describe in one or two sentences"),
    ("summary_ru", "х" * 281, "Shorten this to 280 characters"),
    ("description_ru", "х" * 3001, "Shorten this to 3000 characters"),
    ("description_en", "a\x1bb", "Remove the character U+001B"),
    ("description_en", "a&#x202E;b", "Remove the character U+202E"),
    ("terms_en", "x" * 281, "Shorten this to 280"),
    ("website", "ftp://example.org", "The address must start with http:// or https://"),
    ("website", "javascript:alert(1)", "The address must start with http:// or https://"),
    ("website", "https://user:word@example.org", "Remove the user name and password"),
    ("website", "https://localhost/", "Write the site address in full"),
    ("website", "mailto:a@example.org", "The address must start with http:// or https://"),
    ("website", "https://example.org/" + "x" * 500, "Shorten the address to 500"),
    ("website", "", "Enter a website or a link"),
    (
        "links",
        [{"type": "fax", "url": "https://example.org"}],
        "Choose from the list what kind of link this is.",
    ),
    (
        "links",
        [{"type": "telegram", "url": "mailto:a@example.org"}],
        "The address must start with http:// or https://",
    ),
    (
        "links",
        [{"type": "email", "url": "mailto:a@example.org?subject=x"}],
        "Write only the email address",
    ),
    (
        "links",
        [{"type": "email", "url": "javascript:a@example.org"}],
        "The address must start with http:// or https://",
    ),
    ("links", [{"type": "x"}], "A link has a type and an address."),
    ("links", ["https://example.org"], "No. 1: A link has a type"),
    ("links", "https://example.org", "This must be a list."),
    ("links", [{"type": "x", "url": f"https://example.org/{n}"} for n in range(13)], "At most 12"),
    ("other_names", ["x"] * 11, "At most 10 are allowed; there are 11."),
    ("other_names", ["ok", " "], "No. 2: This is empty"),
    ("other_names", ["x" * 121], "Shorten this to 120"),
    ("host_countries", ["XX"], "“XX” is not one of the known words"),
    ("host_countries", ["online"], "is not one of the known words"),
    ("host_countries", [], "Choose a country, or say whom it helps remotely."),
    ("cities", ["GE/paris"], "is not one of the known words"),
    ("focus_regions", ["RU-XX"], "is not one of the known words"),
    ("languages", [], "Choose at least one language."),
    ("languages", ["xx"], "is not one of the known words"),
    ("activities", [], "Choose at least one activity."),
    ("activities", ["legal-aid"] * 9, "At most 8 are allowed"),
    ("activities", [["legal-aid"]], "This must be text."),
    ("audiences", {"a": 1}, "This must be a list."),
    ("seeks", [None], "is not one of the known words"),
    ("tags", ["unknown"], "is not one of the known words"),
    ("remote_for", "*", "This must be a list."),
    ("remote_for", ["*", "GE"], "Choose either anybody anywhere or certain countries, not both."),
    ("remote_for", ["Atlantis"], "“Atlantis” is not the code of a country."),
    ("remote_for", [True], "This must be text."),
    ("founded", "2022-13", "is not a date"),
    ("founded", "2023-02-29", "is not a date"),
    ("founded", 2022, "This must be text."),
    ("checked", "May 2022", "Write a year, a month or a day"),
    ("closed_on", "2024", "Only a closed or hidden entry has this"),
    ("successor", "first", "Only a closed or hidden entry has this"),
    ("successor", "nobody", "There is no entry “nobody”."),
    ("partners", ["nobody"], "There is no entry “nobody”."),
    ("partners", ["own"], "An entry cannot name itself here."),
    ("sources", [], "Enter at least one address where this can be checked."),
    ("sources", ["x"], "This does not look like an address. Copy it whole from the browser"),
    ("sources", [""], "No. 1"),
    (
        "designations",
        [{"type": "spy", "since": "2022", "source": "https://a.org"}],
        "foreign_agent",
    ),
    ("designations", [{"type": "extremist", "source": "https://a.org"}], "Say since when"),
    ("designations", [{"type": "extremist", "since": "2022"}], "Enter the address of a source"),
    (
        "designations",
        [{"type": "extremist", "since": "2022", "ended": "2021", "source": "https://a.org"}],
        "It cannot end before it began.",
    ),
    ("designations", [{"type": "extremist", "why": ""}], "The document has no field why."),
    ("designations", ["extremist"], "must be an object"),
    ("proposed", {"tags": ["new word"]}, "fill in the rest: new word"),
    ("proposed", {"cities": [{"country": "GE", "name": "Chakvi"}]}, "fill in the rest: Chakvi"),
    ("proposed", {"cities": [{"country": "XX", "name": "Chakvi"}]}, "is not the code of a country"),
    ("proposed", {"cities": [{"country": "", "name": ""}]}, "This is empty"),
    ("proposed", {"cities": ["Chakvi"]}, "must be an object"),
    ("proposed", {"towns": []}, "The document has no field towns."),
    ("proposed", [], "must be an object"),
    (
        "proposed",
        {"cities": [{"name": "C", "slug": "c", "name_en": "C", "name_ru": "Ц"}]},
        "Say which country the city is in.",
    ),
    (
        "proposed",
        {"cities": [{"country": "GE", "name": "C", "slug": "c", "name_en": "C", "name_ru": "Ц"}]},
        "Enter the city’s coordinates",
    ),
    (
        "proposed",
        {"tags": [{"name": "T", "slug": "t t", "name_en": "T"}]},
        "is not a valid name in the address",
    ),
    ("proposed", {"tags": [{"name": "T", "slug": "t", "name_en": "T"}]}, "in both languages"),
    ("proposed", {"tags": [{"name": "T", "name_en": "T"}]}, "Enter its name in the address"),
]


@pytest.mark.parametrize(("field", "value", "message"), REFUSED)
def test_value_is_refused_at_its_field_with_a_message(field: str, value: Any, message: str):
    found = errors(least(**{field: value}) if value is not None else {**least(), field: None})
    assert list(found) == [field]
    assert message in found[field][0]


def test_limits_are_those_of_the_longest_that_passes():
    document = least(
        name_en="x" * 120,
        name_ru="я" * 120,
        summary_en="x" * 280,
        description_ru="я" * 3000,
        other_names=[f"{n}" + "x" * 119 for n in range(10)],
        links=[{"type": "x", "url": f"https://example.org/{n}"} for n in range(12)],
        website="https://example.org/" + "x" * 480,
    )
    assert errors(document) == {}


def test_texts_are_stripped_and_composed():
    checked = form(least(name_en="  Cafe\u0301 ", description_en="One\r\n\r\nTwo \n"))
    assert checked.document()["name_en"] == "Café"
    assert checked.document()["description_en"] == "One\n\nTwo"


def test_pasted_characters_that_mean_nothing_go():
    document = form(least(name_en="\ufeffA\u200b\nb", description_en="a\tb\u2028c")).document()
    assert (document["name_en"], document["description_en"]) == ("A b", "a b\nc")


def test_what_was_stored_before_a_rule_is_still_published():
    """A replay publishes it once more: docs/rules.md, "What people type"."""
    old = {"website": "http://10.0.0.1/?utm_source=x", "founded": "9999"}
    assert form(least(**old)).document()["website"] == old["website"]


def test_emoji_and_flags_are_no_invisible_signs():
    assert errors(least(name_ru="Дом 🏳️ 🇬🇪")) == {}


def test_city_implies_its_country():
    checked = form(least(host_countries=["GE"], cities=["RS/belgrade", "GE/batumi"]))
    assert checked.document()["host_countries"] == ["GE", "RS"]
    assert form(least(host_countries=[], cities=["RS/belgrade"])).document()["host_countries"] == [
        "RS"
    ]


def test_words_are_known_in_another_case_and_counted_once():
    document = form(least(host_countries=["ge", "GE"], focus_regions=["ru-bu"])).document()
    assert document["host_countries"] == ["GE"]
    assert document["focus_regions"] == ["RU-BU"]


def test_merged_word_becomes_the_one_it_means():
    shelter = Activity.objects.get(slug="shelter")
    Activity.objects.filter(slug="news").update(merged_into=shelter)
    assert form(least(activities=["news", "shelter"])).document()["activities"] == ["shelter"]


def test_partners_are_sorted_and_old_slugs_become_present_ones():
    document = form(least(partners=["old-second", "first", "second"])).document()
    assert document["partners"] == ["first", "second"]


def test_hidden_entry_may_have_a_successor():
    document = least(state="hidden", successor="old-second")
    assert form(document).document()["successor"] == "second"
    assert list(errors(least(state="hidden", successor="own"))) == ["successor"]


def test_to_be_sent_less_is_needed_than_to_be_published():
    document = least(
        reach="", sources=[], proposed={"cities": [], "tags": ["new word"]}, remote_for=["*"]
    )
    assert errors(document, stage="send") == {}
    assert form(document, stage="send").document()["proposed"]["tags"] == [{"name": "new word"}]
    assert set(errors(document)) == {"reach", "sources", "proposed"}


def test_to_be_sent_these_are_needed():
    assert set(errors({}, stage="send")) == {
        "name_en",
        "summary_en",
        "kind",
        "host_countries",
        "languages",
        "activities",
        "website",
    }


@pytest.mark.parametrize(
    "way",
    [
        {"website": "", "links": [{"type": "telegram", "url": "https://t.me/a"}]},
        {"website": "", "description_ru": "Звоните в дверь."},
    ],
)
def test_link_or_description_will_do_for_a_website(way: dict[str, Any]):
    assert errors(least(**way), stage="send") == {}


def test_completed_proposals_pass_and_bring_their_country():
    city = {
        "country": "AM", "name": "Дилижан", "slug": "dilijan", "name_en": "Dilijan",
        "name_ru": "Дилижан", "latitude": 40, "longitude": -0.0,
    }  # fmt: skip
    tag = {"name": "theatre", "slug": "theatre", "name_en": "theatre", "name_ru": "театр"}
    checked = form(least(proposed={"cities": [city], "tags": [tag]}))
    document = checked.document()
    assert document["host_countries"] == ["GE", "AM"]
    assert document["proposed"] == {"cities": [city], "tags": [tag]}
    assert content.canonical(document["proposed"]["cities"][0]["longitude"]) == "0.0"


def test_completed_tags_count_with_the_chosen_ones():
    tags = [
        {"name": f"t{n}", "slug": f"t{n}", "name_en": f"t{n}", "name_ru": f"т{n}"} for n in range(5)
    ]
    document = least(tags=["archive", "anti-war"], proposed={"cities": [], "tags": tags})
    assert "At most 6 are allowed; there are 7." in errors(document)["tags"][0]


def test_unknown_field_and_unknown_schema_are_refused():
    assert "The document has no field colour." in errors({**least(), "colour": "red"})["__all__"][0]
    assert "schema is 99" in errors({**least(), "schema": 99})["__all__"][0]
    assert "schema is" in errors({**least(), "schema": True})["__all__"][0]


@pytest.mark.parametrize("document", [None, [], "text", 7, True])
def test_what_is_no_object_is_answered_with_a_message(document: Any):
    assert "The content must be a JSON object." in errors(document)["__all__"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)
_FIELDS = st.sampled_from(["schema", "new", *content.FIELDS])


@settings(
    max_examples=rounds(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=st.dictionaries(_FIELDS, _JSON, max_size=6) | _JSON)
def test_any_json_is_answered_and_never_raises(words: None, changes: Any):
    document = {**least(), **changes} if isinstance(changes, dict) else changes
    checked = form(document)
    if not checked.errors:
        assert form(checked.document()).document() == checked.document()
