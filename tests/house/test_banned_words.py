"""Words that no screen says: another one says it, or no native speaker would (docs/glossary.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from initiatives.vetting.canned_replies import CANNED_REPLIES
from tests.house.files import ROOT

# Pattern -> why not, and what to say. At most thirty, so that whoever writes can know them all.
BANNED = {
    "en": {
        r"receipts?": "a receipt is for money: submission code",
        r"(un)?seal(s|ed)?": "encrypted",
        r"mend(s|ed)?": "fix, or correct",
        r"keepers?": "maintainers, or whoever runs the site",
        r"robots?": "bots",
        r"(anew|for good)": "again; permanently, and only of what cannot be undone",
        r"stands": "is, or appears",
        r"(is|are) told": "is explained, or says",
        r"(one|same) road": "one process, the same process",
        r"(?<!there )(is|are) no (?!longer)": "is not a: this is not legal advice",
        r"present (one|password|state|text)": "current",
        r"any more": "no longer, or stop",
        r"from afar": "remotely",
        r"do not share (these|its|them)": "to share a link is another thing: do not agree with",
    },
    "ru": {
        r"квитанци\w+": "квитанция — об оплате: код заявки",
        r"каталог\w*": "справочник",
        r"направлени\w+": "вид",
        r"метк(а|и|у|е|ой|ами)": "тема",
        r"(отправител|заявител)\w+": "автор заявки",
        r"(запечатан|вскры)\w*": "контакт зашифрован, его показывают и смотрят",
        r"слаг\w*": "имя в адресе",
        r"(рабоч\w+ (стол|кабинет)|личн(ая|ой|ую) страниц)\w*": "кабинет модератора; закрытая "
        "страница заявки",
        r"(стира(ет|ют)\w*|стёрт\w*|сотр[ёу]т\w*)": "удаляется, удалён",
        r"навсегда": "что можно отменить, не навсегда; остальное — бессрочно",
        r"IT": "ИТ",
        r"плиточн\w+": "карта-сетка",
        r"доброволь\w+": "сегодня это о войне: волонтёры",
        r"(сверен|сверял)\w*": "проверено, сравнили",
        r"на расстоянии": "дистанционно",
    },
}
DASH = "an en dash with spaces is English typography: —"
# Not read by anybody, or in the catalogue: Django's tags, anchors, targets of links, tags of HTML.
UNREAD = re.compile(
    r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?\}"
    r"|\]\([^)\s]*|<[^>]*>|%\(\w+\)[sd]",
    re.DOTALL,
)


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Whatever a person may read in this language, with the place that it comes from."""
    with (ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    for message in messages:
        said = message.id if language == "en" else message.string
        for text in said if isinstance(said, tuple) else (said,):
            yield f"catalogue: {text}", text
    for path in sorted((ROOT / "templates" / "pages" / "about").glob(f"*.{language}.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield f"{path.name}: {line}", line
    for path in sorted((ROOT / "templates").rglob("*.html")):
        yield path.name, path.read_text(encoding="utf-8")
    for replies in CANNED_REPLIES.values():
        for reply in replies:
            yield f"reply {reply.key}", reply.text(language)
    if language == "ru":  # the English column has the names in code
        for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
            yield f"glossary: {line}", line.split("|")[2] if line.startswith("|") else ""


def read(text: str) -> str:
    return UNREAD.sub(" ", text)


def banned(language: str) -> Iterator[tuple[re.Pattern[str], str]]:
    """Each pattern of the list as it is searched for, with why."""
    for word, why in BANNED[language].items():
        yield re.compile(rf"\b{word}\b", 0 if word.isupper() else re.I), why
    if language == "ru":
        yield re.compile(r"[^\W\d][,»)]? – [«(]?[^\W\d]"), DASH


@pytest.mark.parametrize("language", BANNED)
def test_no_screen_says_a_banned_word(language):
    found = [
        f"“{match[0]}” ({why}) in {place}"
        for place, text in texts(language)
        for pattern, why in banned(language)
        if (match := pattern.search(read(text)))
    ]
    assert found == []


def test_the_list_is_short_enough_to_know():
    assert sum(len(list(banned(language))) for language in BANNED) <= 30


@pytest.mark.parametrize(
    "line",
    [
        '{% translate "A receipt" %}{{ receipt }}',
        "## Mistakes {#mend}",
        "[How](/about/mend/)",
        '<a href="{{ receipt }}" class="receipt">',
    ],
)
def test_what_nobody_reads_is_not_judged(line):
    assert not re.search("receipt|mend", read(line))
