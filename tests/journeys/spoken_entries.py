"""A directory of six entries that never change, small enough for its pages to be read aloud."""

from datetime import UTC, datetime

from django.core.management import call_command

from tests.factories.submission import publish_new

# The day on which the pages are read; the country notes are fresh then.
TODAY = datetime(2026, 10, 1, 12, tzinfo=UTC)
ADDED = datetime(2026, 9, 20, 12, tzinfo=UTC)


def write() -> None:
    """The reference tables as they come with the program, and the entries."""
    call_command("load_reference", verbosity=0)
    publish_new(
        "tea",
        at=ADDED,
        name_en="Sakhalin Tea",
        name_ru="Сахалинский чай",
        summary_en="Help with papers, and tea on Sundays.",
        summary_ru="Помощь с бумагами и чай по воскресеньям.",
        description_en="Opened in *March*.\n\nSecond paragraph.",
        description_ru="Открылись в марте.\n\nВторой абзац.",
        terms_en="Write first.",
        terms_ru="Сначала напишите.",
        cost="free",
        website="https://tea.example/",
        links=[
            {"type": "telegram", "url": "https://t.me/example_tea"},
            {"type": "email", "url": "mailto:hello@tea.example"},
        ],
        cities=["GE/tbilisi"],
        host_countries=["GE"],
        focus_regions=["RU-SAK", "RU-BU"],
        languages=["ru", "ka"],
        activities=["legal-aid", "culture"],
        audiences=["families"],
        seeks=["volunteers"],
        tags=["archive"],
        founded="2022-03",
    )
    publish_new(
        "voice",
        at=ADDED,
        name_ru="Голос улуса",
        name_en="",
        summary_ru="Новости Бурятии на двух языках.",
        summary_en="",
        kind="media",
        website="https://voice.example/",
        host_countries=[],
        remote_for=["*"],
        focus_regions=["RU-BU"],
        languages=["ru"],
        activities=["news"],
        partners=["tea"],
        designations=[
            {
                "type": "foreign_agent",
                "name_in_register": "«Голос улуса»",
                "since": "2023-07-21",
                "ended": "",
                "source": "https://register.example/",
            }
        ],
    )
    for slug, name, kind, country in (
        ("code", "Code Away", "it", "RS"),
        ("shelter", "First Night", "mutual_aid", "GE"),
        ("school", "Sunday Desk", "civic", "GE"),
        ("stage", "Stage Left", "civic", "AM"),
    ):
        publish_new(
            slug,
            at=ADDED,
            name_en=name,
            name_ru=f"{name} по-русски",
            summary_en=f"What {name} does.",
            summary_ru=f"Что делает {name}.",
            kind=kind,
            website=f"https://{slug}.example/",
            host_countries=[country],
        )
