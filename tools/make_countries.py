"""Makes countries.json from the CLDR names in Babel. For development only.

    python -m tools.make_countries

Run it in the development environment when Babel brings new names or ISO a new country, and read
the difference. A slug that the file has already stays: addresses live on it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from babel import Locale

from initiatives.text.names import make_slug

FILE = Path(__file__).parents[1] / "initiatives" / "reference" / "countries.json"

# Where many of those who left live: always listed, even without an entry.
FEATURED = set("AM AZ GE IL TR RS AE BH KW OM QA SA KZ KG TJ TM UZ".split())

# Two letters in CLDR that are not a country of ISO 3166-1: reserved, withdrawn, or groups.
NOT_ISO = set(
    "AC AN BU CP CQ CS DD DG EA EU EZ FX IC NT QO SU TA TP UN XA XB XK YD YU ZR ZZ".split()
)

# Where usage differs from CLDR, or CLDR's name is made for narrow lists.
ENGLISH = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "HK": "Hong Kong",
    "MM": "Myanmar",
    "MO": "Macao",
    "PS": "Palestine",
    "VC": "Saint Vincent and the Grenadines",
}
RUSSIAN = {
    "CD": "Демократическая Республика Конго",
    "CF": "Центральноафриканская Республика",
    "CG": "Республика Конго",
    "FM": "Микронезия",
    "HK": "Гонконг",
    "KG": "Кыргызстан",
    "KP": "Северная Корея",
    "KR": "Южная Корея",
    "MM": "Мьянма",
    "MO": "Макао",
    "PS": "Палестина",
    "SH": "Остров Святой Елены",
    "UM": "Внешние малые острова США",
    "US": "США",
    "VG": "Британские Виргинские острова",
    "VI": "Американские Виргинские острова",
    "ZA": "ЮАР",
}


def make_rows(slugs: dict[str, str]) -> list[dict[str, str | bool]]:
    """The countries by code; `slugs` are those already given (code -> slug)."""
    english, russian = Locale("en").territories, Locale("ru").territories
    rows: list[dict[str, str | bool]] = []
    for code in sorted(set(english) - NOT_ISO):
        if not re.fullmatch("[A-Z]{2}", code):
            continue
        long_en = re.sub(r"^St\. ", "Saint ", english[code]).replace("&", "and")
        long_ru = re.sub(r"\bо-в(а?)\b", r"остров\1", russian[code])
        name_en, name_ru = ENGLISH.get(code, long_en), RUSSIAN.get(code, long_ru)
        rows.append(
            {
                "code": code,
                "slug": slugs.get(code) or make_slug(name_en),
                "name_en": name_en,
                "name_ru": name_ru[0].upper() + name_ru[1:],
                "featured": code in FEATURED,
            }
        )
    return rows


def main() -> None:
    """Writes the file anew, one country a line."""
    old = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
    rows = make_rows({row["code"]: row["slug"] for row in old})
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    FILE.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
