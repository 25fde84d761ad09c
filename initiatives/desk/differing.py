"""Content and differences as a person reads them: words by their names, one line for each item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from initiatives import content
from initiatives.content import Document, comparison
from initiatives.content.comparison import ADDED, REMOVED, SAME, words_between
from initiatives.content.content_fields import LABELS
from initiatives.fields.links import LinkType
from initiatives.fields.partial_date import PartialDate
from initiatives.models import Cost, DesignationType, EntryState, Reach, Vocabulary

FIELDS = (*content.FIELDS, "proposed")
_FIXED: dict[str, Any] = {"cost": Cost, "reach": Reach, "state": EntryState}
# Their items are compared sign by sign, so that a changed host shows; others stay whole.
_ADDRESSES = frozenset({"website", "links", "sources"})


@dataclass(frozen=True, slots=True)
class Row:
    field: str
    label: str
    after: str
    words: list[tuple[str, str]]
    changed: bool
    is_address: bool
    lang: str


@dataclass(frozen=True, slots=True)
class ThreeRow:
    label: str
    base: str
    current: str
    proposed: str
    clash: bool


def rows(before: Document | None, after: Document, vocabulary: Vocabulary) -> list[Row]:
    """Every field, in the order of forms; ``before`` None: a new entry."""
    after = content.arranged(content.upgraded(after))
    old = content.arranged(content.upgraded(before)) if before is not None else content.empty()
    differing = {one.field for one in comparison.compare(old, after)}
    found = []
    for name in FIELDS:
        was, now = shown(name, old[name], vocabulary), shown(name, after[name], vocabulary)
        found.append(
            Row(
                field=name,
                label=str(LABELS[name]),
                after=now,
                words=_words(name, was, now),
                changed=name in differing,
                is_address=name in _ADDRESSES,
                lang=name[-2:] if name.endswith(("_en", "_ru")) else "",
            )
        )
    return found


def three(
    base: Document, current: Document, proposed: Document, vocabulary: Vocabulary
) -> list[ThreeRow]:
    """What either side has changed since the base."""
    documents = [content.arranged(content.upgraded(one)) for one in (base, current, proposed)]
    return [
        ThreeRow(
            str(one.label),
            shown(one.field, one.base, vocabulary),
            shown(one.field, one.current, vocabulary),
            shown(one.field, one.proposed, vocabulary),
            one.clash,
        )
        for one in comparison.three_way(*documents)
    ]


def shown(name: str, value: Any, vocabulary: Vocabulary) -> str:
    """A field's value for a person."""
    if name in content.FACET_OF or name == "kind":
        keys = [value] if isinstance(value, str) else value
        return "\n".join(_word(name, key, vocabulary) for key in keys if key)
    if name == "online":
        return _("yes") if value else _("no")
    if name in _FIXED:
        return _choice(_FIXED[name], value)
    if name in content.DATES:
        return _date(value)
    if name == "links":
        return "\n".join(f"{_choice(LinkType, one['type'])} {one['url']}" for one in value)
    if name == "designations":
        return "\n".join(map(_designation, value))
    if name == "proposed":
        return "\n".join(_proposed(one) for kind in ("cities", "tags") for one in value[kind])
    return "\n".join(value) if isinstance(value, list) else str(value)


def _words(name: str, before: str, after: str) -> list[tuple[str, str]]:
    if name not in content.LISTS and name != "proposed" or name in _ADDRESSES:
        return words_between(before, after)
    old, new = (re.findall(r"[^\n]+\n?", text) for text in (before, after))
    lines: list[tuple[str, str]] = []
    plain = [[line.rstrip("\n") for line in text] for text in (old, new)]
    matcher = SequenceMatcher(None, plain[0], plain[1], autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            lines.append((SAME, "".join(new[c:d])))
            continue
        lines += [(REMOVED, line) for line in old[a:b]]
        lines += [(ADDED, line) for line in new[c:d]]
    return lines


def _word(name: str, key: str, vocabulary: Vocabulary) -> str:
    word = vocabulary.by_key(content.FACET_OF.get(name, name), key)
    return str(word.name) if word else key


def _choice(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _date(value: str) -> str:
    try:
        return PartialDate.parse(value).display() if value else ""
    except ValueError:
        return value


def _designation(one: dict[str, str]) -> str:
    ended = f" – {_date(one['ended'])}" if one["ended"] else ""
    parts = [
        _choice(DesignationType, one["type"]),
        one["name_in_register"],
        _date(one["since"]) + ended,
        one["source"],
    ]
    return ", ".join(part for part in parts if part)


def _proposed(one: dict[str, Any]) -> str:
    """A proposal, and whether it still waits for a moderator."""
    said = one["name"] + (f" ({one['country']})" if one.get("country") else "")
    if not one.get("slug"):
        return pgettext("proposal", "%(name)s: open") % {"name": said}
    return f"{said}: {one['slug']}, {one.get('name_en', '')}, {one.get('name_ru', '')}"
