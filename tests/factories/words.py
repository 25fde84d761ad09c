"""A few words of each table, with real codes."""

from initiatives.models import (
    Activity,
    Audience,
    City,
    Country,
    FocusRegion,
    Language,
    SupportNeed,
    Tag,
)

COUNTRIES = {"GE": ("Georgia", "Грузия"), "RS": ("Serbia", "Сербия"), "AM": ("Armenia", "Армения")}
CITIES = {
    ("GE", "tbilisi"): ("Tbilisi", "Тбилиси"),
    ("GE", "batumi"): ("Batumi", "Батуми"),
    ("RS", "belgrade"): ("Belgrade", "Белград"),
}


def make_words() -> None:
    """The rows that the documents of factories/content.py name, and some more."""
    countries = {
        code: Country(code=code, name_en=en, name_ru=ru, slug=en.lower())
        for code, (en, ru) in COUNTRIES.items()
    }
    Country.objects.bulk_create(countries.values())
    City.objects.bulk_create(
        City(
            country=countries[country], slug=slug, name_en=en, name_ru=ru, latitude=41, longitude=44
        )
        for (country, slug), (en, ru) in CITIES.items()
    )
    FocusRegion.objects.bulk_create(
        FocusRegion(
            code=code, slug=slug, name_en=slug.title(), name_ru=slug, short_en=slug, short_ru=slug,
            federal_district="siberian", capital_en="C", capital_ru="Ц", latitude=51, longitude=107,
            tile_column=column, tile_row=5,
        )
        for column, (code, slug) in enumerate([("RU-BU", "buryatia"), ("RU-KO", "komi")])
    )  # fmt: skip
    Language.objects.bulk_create(
        Language(code=code, name_en=code, name_ru=code, name_native=code, order=order)
        for order, code in enumerate(["ru", "en", "ka"])
    )
    for table, slugs in (
        (Activity, ["legal-aid", "shelter", "news"]),
        (Audience, ["activists", "families"]),
        (SupportNeed, ["funding", "volunteers"]),
    ):
        table.objects.bulk_create(
            table(slug=slug, name_en=slug, name_ru=slug, order=order)
            for order, slug in enumerate(slugs)
        )
    Tag.objects.bulk_create(
        Tag(slug=slug, name=slug, name_en=slug, name_ru=slug) for slug in ("anti-war", "archive")
    )
