"""A moderator of Serbia learns nothing of what is hidden in Georgia: not from any address of the
desk, and not by any question that an address can put to a table (SR-9).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils.timezone import now

from initiatives.admin import DeskAdmin
from initiatives.models import Initiative, Submission
from initiatives.vetting import receipts
from initiatives.vetting.submitting import submit
from tests.account.signing import moderator, prove_again, sign_in
from tests.account.test_every_address import EVERY, filled
from tests.factories.content import least
from tests.factories.submission import change, person, publish_new, reject, send
from tests.factories.words import make_words

pytestmark = pytest.mark.django_db
TABLES = "/desk/tables/initiatives/"
WORD, BEGINNING = "zanzarquell", "zanzar"
TELLING = {
    "name_en": f"{WORD} name",
    "name_ru": f"{WORD} имя",
    "summary_en": f"{WORD} summary",
    "description_en": f"{WORD} description",
    "website": f"https://{WORD}.example/",
    "other_names": [f"{WORD} other"],
}


@pytest.fixture
def foreign(db: None) -> dict[str, Any]:
    """What a moderator of Serbia may not see: a hidden entry of Georgia, and its submissions."""
    make_words()
    hidden = publish_new(WORD, **TELLING, host_countries=["GE"])
    change(hidden, state="hidden")
    waiting = submit(least(**TELLING), at=now(), slug=f"{WORD}-2",
                     token_hash=receipts.receipt_hash(WORD), contact=WORD, note=WORD)  # fmt: skip
    rejected = submit(least(**TELLING), at=now())
    reject(rejected, actor=person(), at=now(), reason="other", comment=WORD)
    return {"entry": hidden, "submissions": [waiting, rejected, hidden.revision]}


@pytest.fixture
def own(foreign: dict[str, Any]) -> dict[str, Any]:
    """What is in scope: an entry and a submission of Serbia."""
    entry = publish_new("serbian", name_en="Serbian", host_countries=["RS"])
    return {"entry": entry, "submission": send(name_en="Waiting", host_countries=["RS"])}


@pytest.fixture
def milan(own: dict[str, Any]) -> Client:
    client = sign_in(moderator("milan", countries=("RS",)))
    prove_again(client)
    return client


def telling(foreign: dict[str, Any]) -> list[str]:
    return [WORD, *(one.reference.lower() for one in foreign["submissions"])]


def read(client: Client, address: str, method: str = "get") -> str:
    """Everything that an answer says: its page and where it leads."""
    answer = getattr(client, method)(address)
    assert answer.status_code < 500, address
    return f"{answer.get('Location', '')} {answer.content.decode()}".lower()


def parts(foreign: dict[str, Any], own: dict[str, Any]) -> Iterator[dict[str, str]]:
    """What may stand in an address: of each row that is there, in scope and out of it."""
    types = [ContentType.objects.get_for_model(model).pk for model in (Initiative, Submission)]
    rows = [foreign["entry"], *foreign["submissions"], own["entry"], own["submission"]]
    for row in rows:
        for content_type in types:
            yield {
                "object_id": str(row.pk),
                "content_type_id": str(content_type),
                "reference": getattr(row, "reference", own["submission"].reference),
                "slug": getattr(row, "slug", "") or "serbian",
                "app_label": "initiatives",
                "url": f"initiatives/initiative/{row.pk}/",
                "uidb36": "1",
                "key": "x-y",
            }


@pytest.mark.whole
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_of_the_desk_shows_what_is_out_of_scope(milan, foreign, own, method):
    seen = set()
    for values in parts(foreign, own):
        for name, pattern in EVERY:
            address = filled(pattern, values)
            # What is typed into an address and not found is repeated by no page.
            if name == "account_logout" or address in seen:
                continue
            seen.add(address)
            said = read(milan, address, method)
            for word in telling(foreign):
                assert word not in said, f"{method} {address}"
    assert len(seen) > 90


ON_LISTS = ["q", "o", "p", "all", "e", "_facets", "_popup", "_to_field"]
ON_ROWS = ["p", "_popup", "_to_field", "_changelist_filters"]
CONDITIONS = ["exact", "startswith", "icontains", "regex", "in", "gt", "isnull", "year"]
VALUES = ["", BEGINNING, WORD, "-1", "9" * 25, "99999999", "(", "(a+)+$", "\x00", "\ud800", "٣",
          "True", "hidden", "pending", "1.2.-3", "a" * 990, " ".join("ab" * 200), "1." * 490,
          "x" * 4000]  # fmt: skip


def question(name: str, value: str) -> str:
    return f"{quote(name)}={quote(value.encode('utf-8', 'surrogatepass'))}"


def columns(model: Any) -> list[str]:
    """Whatever a condition may be about: columns, rows that point here, columns of other rows."""
    return [
        *(field.name for field in model._meta.get_fields(include_hidden=True)),
        *("pk", "revision__token_hash", "initiative__slug", "base__content__name_en"),
        *("content__name_en", "facets__country", "host_countries__code", "no_such_column"),
    ]


@pytest.mark.whole
@pytest.mark.parametrize("model", [Initiative, Submission])
def test_a_table_takes_no_condition_but_its_own_filters(milan, foreign, model):
    offered = {f"{name}__exact" for name in admin.site.get_model_admin(model).list_filter}
    conditions = {f"{name}__{how}" for name in columns(model) for how in CONDITIONS}
    for condition in sorted({*conditions, *columns(model)} - offered):
        answer = milan.get(f"{TABLES}{model._meta.model_name}/?{question(condition, BEGINNING)}")
        assert answer.status_code == 400, condition
        assert WORD not in answer.content.decode()


@pytest.mark.whole
@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value)[:20])
def test_no_value_of_a_filter_a_page_or_a_search_is_an_error(milan, foreign, own, value):
    pages = []
    for model, row in ((Initiative, own["entry"]), (Submission, own["submission"])):
        table = f"{TABLES}{model._meta.model_name}/"
        filters = [f"{name}__exact" for name in admin.site.get_model_admin(model).list_filter]
        pages += [(table, name) for name in (*ON_LISTS, *filters)]
        pages += [(f"{table}{row.pk}/{view}/", name)
                  for view in ("change", "history") for name in ON_ROWS]  # fmt: skip
    for path, name in pages:
        said = read(milan, f"{path}?{question(name, value)}")
        for word in telling(foreign):
            if value != word:  # the page repeats what was searched for
                assert word not in said


def test_offered_filters_still_work(milan, foreign, own):
    page = read(milan, f"{TABLES}initiative/?state__exact=published")
    assert "serbian" in page
    assert "serbian" not in read(milan, f"{TABLES}initiative/?state__exact=closed")
    assert "serbian" in read(milan, f"{TABLES}initiative/?q=Serbian")
    assert own["submission"].reference.lower() in read(
        milan, f"{TABLES}submission/?state__exact=pending"
    )


def test_a_search_that_is_too_long_is_told_so(milan):
    for query in ({"q": "a " * 60}, {"o": "1." * 600}):
        page = milan.get(f"{TABLES}initiative/?{urlencode(query)}", follow=True)
        assert "search was too long, so everything is shown" in page.content.decode()


def test_public_entries_of_other_countries_are_shown_without_what_is_out_of_scope(milan, own):
    entry = publish_new("armenian", name_en="Armenian", host_countries=["AM"])
    page = read(milan, f"{TABLES}initiative/")
    assert "armenian" in page
    assert "/desk/initiatives/serbian/change/" in page
    assert "/desk/initiatives/armenian/change/" not in page
    detail = read(milan, f"{TABLES}initiative/{entry.pk}/change/")
    assert entry.revision.reference.lower() not in detail
    assert "/en/initiatives/armenian/" in detail


def test_hidden_entries_are_seen_in_scope_online_only_ones_by_all_and_all_by_editors(foreign):
    online = publish_new("online", host_countries=[], remote_for=["*"])
    change(online, state="hidden")

    def seen(**who: Any) -> list[str]:
        page = read(
            sign_in(moderator(f"nino{User.objects.count()}", **who)), f"{TABLES}initiative/"
        )
        return [slug for slug in (WORD, "online") if f"/desk/initiatives/{slug}/change/" in page]

    assert seen(countries=("GE",)) == [WORD, "online"]
    assert seen(countries=("RS",)) == ["online"]
    assert seen(countries=()) == []
    assert seen(role="editor") == [WORD, "online"]


def test_an_entry_that_moved_away_and_is_hidden_is_not_told_by_its_old_submission(milan, own):
    entry = own["entry"]
    change(entry, slug=f"{WORD}-3", host_countries=["GE"])
    entry.refresh_from_db()
    old = Submission.objects.get(pk=entry.submissions.earliest("pk").pk)
    change(entry, state="hidden")
    page = read(milan, f"{TABLES}submission/{old.pk}/change/")
    assert old.reference.lower() in page
    assert WORD not in page


def test_every_table_is_made_from_the_one_that_asks_for_scope():
    tables = list(admin.site._registry.values())
    assert len(tables) > 8
    for table in tables:
        assert isinstance(table, DeskAdmin), table
        assert type(table).get_queryset is DeskAdmin.get_queryset, table
        assert type(table).get_object is DeskAdmin.get_object, table
        assert type(table).lookup_allowed is DeskAdmin.lookup_allowed, table
        assert all(isinstance(name, str) for name in table.list_filter), table
