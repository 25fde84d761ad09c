#!/usr/bin/env python
"""Brings the Russian catalogue up to date, without gettext's programs.

    python locale/update.py                 code and templates -> django.po -> django.mo
    python locale/update.py --from FILE …   the same, taking missing translations from files
    python locale/update.py --check         change nothing; exit 1 and say what is wrong

The English sentences in code and templates are the keys, so there is one catalogue. Entries are
sorted and carry no line numbers, so that a change shows only what changed; the compiled file
depends on nothing but the entries, and is committed: who runs the site needs no tool.
"""

import argparse
import io
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import normalize, read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "ru" / "LC_MESSAGES" / "django.po"
FORMS = 3
HEADER = (
    "Language: ru\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
)
_ONE, _MANY = None, (1, 2)
_CONTEXT, _CONTEXT_MANY = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    name + lazy: spec
    for name, spec in {
        "_": _ONE,
        "gettext": _ONE,
        "gettext_noop": _ONE,
        "ngettext": _MANY,
        "pgettext": _CONTEXT,
        "npgettext": _CONTEXT_MANY,
    }.items()
    for lazy in ("", "_lazy")
}
# %(name)s and {name}; %% is no placeholder.
_NAMED = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_UNNAMED = re.compile(r"(?<!%)(?:%%)*%[sdrif]|\{\}")

Key = tuple[str, str]


@dataclass
class Entry:
    """One sentence: what it is in English, and in Russian in one or three forms."""

    context: str
    english: str
    plural: str = ""
    russian: list[str] = field(default_factory=list)
    comments: set[str] = field(default_factory=set)
    fuzzy: bool = False

    @property
    def key(self) -> Key:
        """What it is found by: the same sentence may have a second meaning in a context."""
        return self.context, self.english

    @property
    def forms(self) -> int:
        """How many Russian forms it needs."""
        return FORMS if self.plural else 1


def wanted() -> dict[Key, Entry]:
    """Return every sentence that code and templates ask for."""
    found: dict[Key, Entry] = {}
    for source in _sources():
        for _line, message, comments, context in extract(
            "python",
            source,
            keywords=KEYWORDS,
            comment_tags=["Translators:"],
            strip_comment_tags=True,
        ):
            parts = [message, ""] if isinstance(message, str) else list(message or ())
            single, plural = map(str, parts)
            entry = found.setdefault((context or "", single), Entry(context or "", single))
            entry.plural = entry.plural or plural
            entry.comments.update(comments)
    return found


def _sources() -> Iterator[io.BytesIO]:
    for room in ("directory", "initiatives"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield io.BytesIO(path.read_bytes())
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt", ".svg", ".xml"}:
            # What Django makes of a template is Python but for its indentation.
            python = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            yield io.BytesIO("\n".join(map(str.lstrip, python.splitlines())).encode())


def read(path: Path) -> dict[Key, Entry]:
    """Return the entries of a catalogue; an empty one for a file that is not there."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale="ru", abort_invalid=True)
    entries = {}
    for message in catalogue:
        if not message.id:
            continue
        many = not isinstance(message.id, str)
        single, plural = map(str, message.id) if many else (str(message.id), "")
        told = message.string if isinstance(message.string, tuple) else [message.string]
        texts = [str(text or "") for text in told]
        entry = Entry(message.context or "", single, plural, texts, fuzzy=message.fuzzy)
        entries[entry.key] = entry
    return entries


def updated(known: dict[Key, Entry]) -> list[Entry]:
    """Return the wanted entries, sorted, each with the translation that is known."""
    entries = wanted()
    for key, entry in entries.items():
        old = known.get(key)
        if old and len(old.russian) == entry.forms:
            entry.russian, entry.fuzzy = old.russian, old.fuzzy
        else:
            entry.russian = [""] * entry.forms
    return sorted(entries.values(), key=lambda entry: (entry.english, entry.context))


def as_po(entries: list[Entry]) -> str:
    """Return the text of the catalogue."""
    blocks = [f'msgid ""\nmsgstr {normalize(HEADER, width=0)}']
    for entry in entries:
        lines = [f"#. {comment}" for comment in sorted(entry.comments)]
        lines += ["#, fuzzy"] if entry.fuzzy else []
        lines += [f"msgctxt {_quoted(entry.context)}"] if entry.context else []
        lines += [f"msgid {_quoted(entry.english)}"]
        if entry.plural:
            lines += [f"msgid_plural {_quoted(entry.plural)}"]
            lines += [f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(entry.russian)]
        else:
            lines += [f"msgstr {_quoted(entry.russian[0])}"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _quoted(text: str) -> str:
    return normalize(text, width=96)


def as_mo(entries: list[Entry]) -> bytes:
    """Return the compiled catalogue: the format of GNU gettext, without a hash table."""
    pairs = {b"": HEADER.encode()}
    for entry in entries:
        if all(entry.russian) and not entry.fuzzy:
            key = f"{entry.context}\x04{entry.english}" if entry.context else entry.english
            key += f"\x00{entry.plural}" if entry.plural else ""
            pairs[key.encode()] = "\x00".join(entry.russian).encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    tables, texts = [], b""
    for column in (keys, [pairs[key] for key in keys]):
        for text in column:
            tables.append(struct.pack("<II", len(text), start + len(texts)))
            texts += text + b"\x00"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + b"".join(tables) + texts


def complaints(entries: list[Entry]) -> Iterator[str]:
    """Yield what is wrong with the translations."""
    for entry in entries:
        if not all(entry.russian):
            yield f"not translated: {entry.english!r}"
            continue
        if entry.fuzzy:
            yield f"fuzzy: {entry.english!r}"
        # Every Russian form needs the number, since the first one also stands for 21 and 101.
        expected = _placeholders(entry.plural or entry.english)
        if _UNNAMED.search(entry.english + entry.plural):
            yield f"a placeholder without a name: {entry.english!r}"
        for text in entry.russian:
            if _placeholders(text) != expected:
                yield f"other placeholders: {entry.english!r} -> {text!r}"


def _placeholders(text: str) -> set[str]:
    return {a or b for a, b in _NAMED.findall(text.replace("%%", ""))}


def main(arguments: list[str]) -> int:
    """Update or check; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    parser.add_argument("--from", dest="files", nargs="+", type=Path, default=[], metavar="FILE")
    options = parser.parse_args(arguments)
    known: dict[Key, Entry] = {}
    for path in options.files:
        known |= read(path)
    ours = {key: entry for key, entry in read(PO).items() if any(entry.russian)}
    entries = updated(known | ours)
    po, mo = as_po(entries), as_mo(entries)
    wrong = list(complaints(entries))
    if options.check:
        if not PO.exists() or PO.read_text(encoding="utf-8") != po:
            wrong.append(f"{PO.name} is stale: run `make messages`")
        compiled = PO.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != mo:
            wrong.append(f"{compiled.name} is stale: run `make messages`")
    else:
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_text(po, encoding="utf-8")
        PO.with_suffix(".mo").write_bytes(mo)
    print("\n".join(wrong) or f"The catalogue is complete: {len(entries)} entries.")
    return 1 if wrong and options.check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
