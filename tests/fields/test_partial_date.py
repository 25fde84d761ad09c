import itertools
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms import modelform_factory
from django.utils import translation

from initiatives.fields.partial_date import PartialDate
from initiatives.models import Country


@pytest.mark.parametrize(
    ("written", "en", "ru", "last_day"),
    [
        ("2022", "2022", "2022", date(2022, 12, 31)),
        ("2022-03", "March 2022", "март 2022", date(2022, 3, 31)),
        ("2024-02", "February 2024", "февраль 2024", date(2024, 2, 29)),
        ("2022-03-10", "10\xa0March 2022", "10\xa0марта 2022", date(2022, 3, 10)),
        ("2022-05-01", "1\xa0May 2022", "1\xa0мая 2022", date(2022, 5, 1)),
    ],
)
def test_partial_date_is_read_and_shown_per_language(written, en, ru, last_day):
    value = PartialDate.parse(written)
    assert str(value) == written
    assert value.last_day == last_day
    for language, shown in (("en", en), ("ru", ru)):
        with translation.override(language):
            assert value.display() == shown


@pytest.mark.parametrize(
    "written",
    [
        "",
        "22",
        "2022-3",
        "2022-00",
        "2022-13",
        "2022-03-00",
        "2022-02-30",
        "0000",
        "2022-03-10 ",
        "2022-03-10T00",
        "2022\n",
        "२०२२",
        "March 2022",
    ],
)
def test_partial_date_refuses_what_is_no_date(written):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(written)


def test_partial_date_refuses_a_day_without_a_month():
    with pytest.raises(ValueError, match="month"):
        PartialDate(2022, day=3)


def test_partial_dates_are_ordered_by_their_last_day_the_precise_ones_first():
    ordered = ["2021-12-31", "2021", "2022-03-30", "2022-03-31", "2022-03", "2022-11", "2022"]
    for shuffled in itertools.islice(itertools.permutations(ordered), 0, 5040, 97):
        assert [str(one) for one in sorted(map(PartialDate.parse, shuffled))] == ordered


@pytest.mark.django_db
def test_column_keeps_the_date_as_written_and_nothing_as_none():
    assert Country().reviewed_on is None
    for value, stored in (
        (PartialDate(2022, 3), "2022-03"),
        ("2022", "2022"),
        (None, ""),
        ("", ""),
    ):
        row = Country.objects.create(
            code="GE", slug="georgia", name_en="Georgia", reviewed_on=value
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT reviewed_on FROM initiatives_country")
            assert cursor.fetchall() == [(stored,)]
        row.refresh_from_db()
        assert row.reviewed_on == (PartialDate.parse(stored) if stored else None)
        assert list(Country.objects.filter(reviewed_on=value)) == [row]
        row.full_clean()
        row.delete()


@pytest.mark.django_db
def test_column_refuses_another_text_in_python_and_in_the_database():
    country = Country(code="GE", slug="georgia", name_en="Georgia", reviewed_on="March")
    with pytest.raises(ValidationError, match="2022-03-10"), transaction.atomic():
        country.save()
    country.reviewed_on = None
    country.save()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE initiatives_country SET reviewed_on = 'March'")


@pytest.mark.django_db
def test_form_reads_a_partial_date_and_says_what_it_wants():
    form_class = modelform_factory(Country, fields=["reviewed_on"])
    country = Country(
        code="GE", slug="georgia", name_en="Georgia", reviewed_on=PartialDate(2021, 9)
    )
    assert 'value="2021-09"' in form_class(instance=country).as_p()
    form = form_class({"reviewed_on": " 2022-03 "}, instance=country)
    assert form.is_valid()
    assert form.save().reviewed_on == PartialDate(2022, 3)
    assert form_class({"reviewed_on": ""}, instance=country).is_valid()
    errors = form_class({"reviewed_on": "soon"}, instance=country).errors
    assert errors == {
        "reviewed_on": ["Write a year, a month or a day: 2022, 2022-03 or 2022-03-10."]
    }
