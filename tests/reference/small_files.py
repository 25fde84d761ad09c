"""A small folder of reference files that a test changes and loads."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from initiatives.models import (
    Activity,
    Audience,
    CatalogueVersion,
    City,
    Country,
    FocusRegion,
    Language,
    SupportNeed,
    Tag,
)

SHIPPED = Path(__file__).parents[2] / "initiatives" / "reference"
TABLES = [Country, City, FocusRegion, Language, Activity, Audience, SupportNeed, Tag]

NO_ALSO = {"also_en": [], "also_ru": []}
FILES = {
    "countries.json": [
        {
            "code": "AM",
            "slug": "armenia",
            "name_en": "Armenia",
            "name_ru": "Армения",
            "featured": True,
        },
        {
            "code": "GE",
            "slug": "georgia",
            "name_en": "Georgia",
            "name_ru": "Грузия",
            "featured": True,
        },
        {
            "code": "FR",
            "slug": "france",
            "name_en": "France",
            "name_ru": "Франция",
            "featured": False,
        },
    ],
    "country_notes.json": [
        {
            "country": "GE",
            "note_en": "No visa for a year.",
            "note_ru": "Год без визы.",
            "population_note_en": "About 100,000.",
            "population_note_ru": "Около 100 000.",
            "sources": ["https://example.org/georgia"],
            "reviewed_on": "2025-09",
            "official": [
                {
                    "label_en": "Migration Service",
                    "label_ru": "Служба миграции",
                    "url": "https://migration.example/",
                }
            ],
        }
    ],
    "cities.json": [
        {
            "country": country,
            "slug": slug,
            "name_en": name_en,
            "name_ru": name_ru,
            "synonyms": synonyms,
            "latitude": latitude,
            "longitude": longitude,
            "population": population,
        }
        for country, slug, name_en, name_ru, synonyms, latitude, longitude, population in [
            ("GE", "tbilisi", "Tbilisi", "Тбилиси", ["Тифлис"], 41.6941, 44.8337, 1049498),
            ("GE", "batumi", "Batumi", "Батуми", [], 41.6423, 41.6339, None),
            ("AM", "yerevan", "Yerevan", "Ереван", ["Երևան"], 40.1811, 44.5136, 1093485),
        ]
    ],
    "regions.json": [
        {
            "code": f"RU-{code}",
            "slug": slug,
            "name_en": name_en,
            "name_ru": name_ru,
            "short_en": name_en,
            "short_ru": name_ru,
            "federal_district": "far-eastern",
            "capital_en": "Capital",
            "capital_ru": "Столица",
            "latitude": 52,
            "longitude": 107.5,
            "synonyms_en": [],
            "synonyms_ru": [],
            "neighbours": [f"RU-{other}" for other in neighbours],
            "column": column,
            "row": row,
        }
        for code, slug, name_en, name_ru, neighbours, column, row in [
            ("BU", "buryatia", "Buryatia", "Бурятия", ["IRK", "ZAB"], 13, 6),
            ("IRK", "irkutsk", "Irkutsk", "Иркутск", ["BU"], 12, 5),
            ("ZAB", "zabaykalye", "Zabaykalye", "Забайкалье", ["BU"], 14, 6),
        ]
    ],
    "languages.json": [
        {"code": "ru", "name_en": "Russian", "name_ru": "русский", "name_native": "русский"},
        {"code": "ka", "name_en": "Georgian", "name_ru": "грузинский", "name_native": "ქართული"},
    ],
    "vocabulary.json": {
        "activities": [
            {
                "slug": "legal-aid",
                "en": "Legal aid",
                "ru": "Юридическая помощь",
                "also_en": ["lawyer"],
                "also_ru": ["юрист"],
            },
            {"slug": "shelter", "en": "Shelter", "ru": "Жильё", **NO_ALSO},
        ],
        "audiences": [
            {"slug": "newcomers", "en": "Newcomers", "ru": "Недавно уехавшие", **NO_ALSO}
        ],
        "seeks": [{"slug": "funding", "en": "Donations", "ru": "Пожертвования", **NO_ALSO}],
        "countries": [
            {
                "code": "GE",
                "slug": "georgia",
                "en": "Georgia",
                "ru": "Грузия",
                "also_en": ["Sakartvelo"],
                "also_ru": ["сакартвело"],
            }
        ],
        "merged": {"activities": {}, "audiences": {}, "seeks": {}, "tags": {}},
    },
    "tags.json": [{"slug": "arctic", "en": "Arctic", "ru": "Арктика", **NO_ALSO}],
    "also_places.json": {
        "regions": {"RU-BU": ["буряты", "Buryats"]},
        "cities": {"GE/tbilisi": ["тиф", "TBS", "თბილისი"]},
    },
}
ROWS = 3 + 3 + 3 + 2 + 2 + 1 + 1 + 1


class Files:
    """A folder of reference files that a test changes and loads."""

    def __init__(self, folder):
        self.folder = folder
        self.content = json.loads(json.dumps(FILES))

    def load(self):
        for name, content in self.content.items():
            (self.folder / name).write_text(json.dumps(content), encoding="utf-8")
        return self.load_as_written()

    def load_as_written(self):
        out = StringIO()
        call_command("load_reference", folder=self.folder, stdout=out)
        return out.getvalue()

    def row(self, file, number):
        content = self.content[file]
        if file == "vocabulary.json":
            content = content["activities"]
        return content[number - 1]


def version():
    return CatalogueVersion.objects.number()


def everything():
    """Every row of every reference table, as the database has it."""
    return [list(model.objects.order_by("pk").values()) for model in TABLES] + [
        list(FocusRegion.neighbours.through.objects.order_by("pk").values())
    ]


def summary(added=0, updated=0, left=0):
    return f"reference data: {added} added, {updated} updated, {left} left\n"
