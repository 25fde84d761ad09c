"""Content documents: the least that can be published, and one that says all there is to say."""

from typing import Any

from initiatives import content

LEAST: dict[str, Any] = {
    "kind": "mutual_aid",
    "name_en": "Emigration for Action",
    "summary_en": "Legal advice and a community space.",
    "website": "https://example.org/",
    "host_countries": ["GE"],
    "languages": ["ru"],
    "activities": ["legal-aid"],
    "reach": "grassroots",
    "sources": ["https://example.com/about"],
}

MOST: dict[str, Any] = {
    "kind": "mutual_aid",
    "name_en": "Emigration for Action",
    "name_ru": "Эмиграция для действия",
    "other_names": ["EfA", "Э для Д"],
    "summary_en": "Legal advice and a community space.",
    "summary_ru": "Юридическая помощь и место встреч.",
    "description_en": "Opened in *March*.\n\nSecond paragraph.",
    "description_ru": "Открылись в марте.",
    "terms_en": "Write first.",
    "terms_ru": "Сначала напишите.",
    "cost": "partly",
    "website": "https://example.org/",
    "links": [
        {"type": "telegram", "url": "https://t.me/example"},
        {"type": "email", "url": "mailto:hello@example.org"},
    ],
    "host_countries": ["RS", "GE"],
    "cities": ["RS/belgrade", "GE/tbilisi"],
    "remote_for": ["*"],
    "focus_regions": ["RU-KO", "RU-BU"],
    "languages": ["ka", "ru"],
    "activities": ["shelter", "legal-aid"],
    "audiences": ["families"],
    "seeks": ["volunteers", "funding"],
    "tags": ["archive", "anti-war"],
    "reach": "regional",
    "founded": "2022-03",
    "partners": [],
    "parent": "",
    "state": "closed",
    "closed_on": "2024-05-01",
    "successor": "",
    "designations": [
        {
            "type": "undesirable",
            "name_in_register": "«Эмиграция»",
            "since": "2023-07-21",
            "ended": "",
            "source": "https://example.com/register",
            "of": "",
        },
        {
            "type": "foreign_agent",
            "name_in_register": "",
            "since": "2022",
            "ended": "2023",
            "source": "https://example.com/register",
            "of": "",
        },
    ],
    "sources": ["https://example.com/about", "https://example.com/second"],
    "checked": "2024-05",
}


def least(**changes: Any) -> content.Document:
    """The least that can be published."""
    return content.arranged({**LEAST, **changes})


def most(**changes: Any) -> content.Document:
    """A document in which no field is empty but partners and successor."""
    return content.arranged({**MOST, **changes})
