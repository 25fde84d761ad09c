"""`manage.py reindex`: entries of an older analyser are found by their texts again."""

from io import StringIO

import pytest
from django.core.management import call_command

from initiatives.catalogue.search import search
from initiatives.catalogue.snapshot import current
from initiatives.models import CatalogueVersion, Initiative
from initiatives.operations.integrity import check_search_terms
from initiatives.text.search_words import ANALYSER

pytestmark = [pytest.mark.engine, pytest.mark.usefixtures("some_data")]


def reindexed() -> str:
    out = StringIO()
    call_command("reindex", stdout=out)
    return out.getvalue().strip()


def test_reindex_writes_what_another_analyser_made_and_nothing_else():
    number = Initiative.objects.count()
    terms = dict(Initiative.objects.values_list("slug", "search_terms"))
    assert check_search_terms(None, databases=["default"]) == []
    before = CatalogueVersion.objects.number()
    assert reindexed() == "0 entries reindexed."
    assert CatalogueVersion.objects.number() == before

    Initiative.objects.update(search_terms={}, analysed_by=ANALYSER - 1)
    (warning,) = check_search_terms(None, databases=["default"])
    assert "reindex" in warning.hint
    assert reindexed() == f"{number} entries reindexed."
    assert dict(Initiative.objects.values_list("slug", "search_terms")) == terms
    assert CatalogueVersion.objects.number() == before + 1
    assert check_search_terms(None, databases=["default"]) == []


def test_reindexed_entry_is_found_in_a_process_that_held_the_older_terms():
    row = Initiative.objects.published().exclude(name_en="").first()
    Initiative.objects.update(search_terms={}, analysed_by=0)
    CatalogueVersion.objects.update(number=CatalogueVersion.objects.number() + 1)
    Initiative.objects.update(changed_in=CatalogueVersion.objects.number())
    assert not search(current(), row.name_en).exact
    reindexed()
    assert search(current(), row.name_en).ordered[0] == row.pk
