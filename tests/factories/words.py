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
        code: Country.objects.create(code=code, name_en=en, name_ru=ru, slug=en.lower())
        for code, (en, ru) in COUNTRIES.items()
    }
    for (country, slug), (en, ru) in CITIES.items():
        City.objects.create(
            country=countries[country], slug=slug, name_en=en, name_ru=ru, latitude=41, longitude=44
        )
    for column, (code, slug) in enumerate([("RU-BU", "buryatia"), ("RU-KO", "komi")]):
        FocusRegion.objects.create(
            code=code, slug=slug, name_en=slug.title(), name_ru=slug, short_en=slug, short_ru=slug,
            federal_district="siberian", capital_en="C", capital_ru="Ц", latitude=51, longitude=107,
            tile_column=column, tile_row=5,
        )  # fmt: skip
    for order, code in enumerate(["ru", "en", "ka"]):
        Language.objects.create(
            code=code, name_en=code, name_ru=code, name_native=code, order=order
        )
    for table, slugs in (
        (Activity, ["legal-aid", "shelter", "news"]),
        (Audience, ["activists", "families"]),
        (SupportNeed, ["funding", "volunteers"]),
    ):
        for order, slug in enumerate(slugs):
            table.objects.create(slug=slug, name_en=slug, name_ru=slug, order=order)
    for slug in ("anti-war", "archive"):
        Tag.objects.create(slug=slug, name=slug, name_en=slug, name_ru=slug)
