"""The few tags that templates need: language marks, icons, Russian spacing, numbers, cases."""

import re
from functools import cache
from html import unescape

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from initiatives.presenters.dates import of_month
from initiatives.text.shortening import shortened

register = template.Library()
register.filter(of_month)
register.filter(shortened)

NO_BREAK = "\u00a0"
NARROW_NO_BREAK = "\u202f"

# Words that must not end a line, and what else stays together:
# a dash with the word before it, a number with its noun, № with its number.
_SHORT = re.compile(
    r"(?<![\w\u00a0-])(в|и|к|о|с|у|а|я|на|не|ни|по|от|за|из|до|во|со|об|то|их|её|но|вы|мы|"
    r"a|an|i|no)[ \n]+(?=\S)",
    re.IGNORECASE,
)
_DASH = re.compile(r"[ \n]+—")
_NUMBER = re.compile(r"(\d|№|§|No\.|Articles?|part|стать[ьияею]|част[ьиью])[ \n]+(?=[\w\d])")
_MARKUP = re.compile(r"(<[^>]*>)")


@register.simple_tag
def lang(text: object) -> SafeString | str:
    """` lang="ru"` for a text in another language than the page; nothing for all else.

    `text` is a `Text`, which knows its language; a plain string is in the page's language.
    """
    code = getattr(text, "lang", "")
    if not code or code == get_language():
        return ""
    return format_html(' lang="{}"', code)


@register.simple_tag
@cache  # there are as many as glyphs
def icon(name: str) -> SafeString:
    """A glyph of `parts/sprite.svg`; never alone: a word is beside it or hidden in it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


def _bind(text: str) -> str:
    text = _DASH.sub(NO_BREAK + "—", text)
    text = _NUMBER.sub(r"\1" + NO_BREAK, text)
    return _SHORT.sub(r"\1" + NO_BREAK, text)


@register.filter(is_safe=True)
def nbsp(text: str) -> str:
    """Our own text with the spaces that must not break a line; markup stays as it is.

    For texts that we wrote, never for names or what people sent in.
    """
    return "".join(
        part if part.startswith("<") else _bind(part) for part in _MARKUP.split(str(text))
    )


@register.filter
def number(value: int) -> str:
    """1,234 in English, 1 234 with a narrow space in Russian."""
    mark = NARROW_NO_BREAK if get_language() == "ru" else ","
    return f"{value:,}".replace(",", mark)


@register.simple_block_tag
def keep(content: str) -> str:
    """`{% keep as name %}…{% endkeep %}`: shows nothing; `name` is then the text between, without
    markup and in single blanks. It is escaped again wherever it is shown."""
    words = unescape(strip_tags(content))
    # Blanks that must not break a line stay.
    return re.sub(r"[ \n]+", " ", words).strip()
