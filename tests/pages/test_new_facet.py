"""A facet is added to the program: entries that were not published since do not have it yet."""

import pytest

from initiatives.catalogue.snapshot import advance, current, forget
from initiatives.models import CHOICE_FIELDS, FACETS, WORD_FIELDS, Initiative, Vocabulary
from tests.factories.content import most
from tests.factories.submission import publish_new
from tests.factories.words import make_words

# Each facet that a page of the site could do without; an entry always has the others.
OPEN = {"state": "published", "closed_on": ""}
NEW = sorted({*FACETS} - {"kind", "country"})


@pytest.fixture(autouse=True)
def words(db):
    make_words()


def test_every_facet_has_a_label_words_and_a_source():
    assert list(Vocabulary.load().facets) == list(FACETS)
    assert {*WORD_FIELDS, *CHOICE_FIELDS, "designation"} == {*FACETS}


@pytest.mark.parametrize("new", NEW)
def test_every_page_answers_before_rows_are_written_anew(client, new):
    rows = [
        publish_new("first", **most(**OPEN)),
        publish_new("second", **most(**OPEN, name_en="Other", name_ru="", other_names=[])),
    ]
    value = rows[0].facets[new][0]
    shown = client.get(f"/en/initiatives/?{new}={value}")
    assert "Nothing matches this filter" not in shown.content.decode()
    for row in rows:
        left = {name: values for name, values in row.facets.items() if name != new}
        Initiative.objects.filter(pk=row.pk).update(facets=left)
    forget()
    for path in ("", "initiatives/", "initiatives/first/", "countries/", "regions/"):
        assert client.get(f"/en/{path}").status_code == 200, path
    listing = client.get(f"/en/initiatives/?{new}={value}")
    assert listing.status_code == 200
    assert "Nothing matches this filter" in listing.content.decode()
    assert client.get("/sitemap.xml").status_code == 200
    held = current()
    row.changed_in = held.version + 1
    row.save(update_fields=["changed_in"])
    assert advance(held, held.version + 1).having(new, value) == held.having(new, value)
