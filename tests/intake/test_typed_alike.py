"""What is alike, and what a moderator is warned of, however it was typed; and what files bring.

Each kind has a case that somebody reported and at least one of ours.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from initiatives.models import Initiative, Role
from tests.account.signing import moderator, signed_in
from tests.factories.content import LEAST
from tests.factories.submission import publish_new, send
from tests.intake.visitor import Visitor, text_of

pytestmark = [pytest.mark.engine]

ONE_ADDRESS = [
    ("https://t.me/example", "https://t.me/example/12345"),
    ("https://t.me/example", "https://web.telegram.org/k/#@example"),
    ("https://twitter.com/example?s=20", "https://x.com/example"),
    ("https://vk.ru/example?w=wall-1_2", "https://m.vk.com/Example"),
    ("https://t.me/joinchat/AbC", "https://t.me/+AbC"),
    ("https://discord.com/invite/AbC", "https://discord.gg/AbC"),
    ("https://почта.рф/", "https://xn--80a1acny.xn--p1ai/"),
    ("https://example.com/%d1%8f", "https://example.com/%D1%8F"),
    ("https://example.com/я", "https://example.com/%d1%8f"),
    ("https://www.instagram.com/example/?igsh=abc", "https://instagram.com/Example"),
    ("https://wa.me/995555000000", "https://api.whatsapp.com/send?phone=%2B995555000000&text=Hi"),
    ("https://www.youtube.com/c/Example", "https://youtube.com/@example"),
    ("https://mastodon.social/users/example", "https://mastodon.social/@example/1"),
    ("https://example.com:443/a", "http://example.com:80/a"),
]
TWO_ADDRESSES = [
    ("https://matrix.to/#/#readers:example.org", "https://matrix.to/#/#others:example.org"),
    ("https://signal.group/#AbC", "https://signal.group/#AbD"),
    ("https://signal.me/#eu/AbC", "https://signal.me/#eu/AbD"),
    ("https://web.telegram.org/k/#@one", "https://web.telegram.org/k/#@two"),
    ("https://simplex.chat/contact#/?v=1", "https://simplex.chat/contact#/?v=2"),
    ("https://example.com/#!/one", "https://example.com/#!/two"),
    ("https://t.me/+AbC", "https://t.me/+abc"),
    ("https://chat.whatsapp.com/AbC", "https://chat.whatsapp.com/abc"),
    ("https://youtube.com/watch?v=AbC", "https://youtube.com/watch?v=abc"),
    ("https://github.com/one/a", "https://github.com/one/b"),
    ("https://api.whatsapp.com/send?phone=995555000000", "https://wa.me/995555000001"),
    ("https://wa.me/message/AbC", "https://wa.me/message/AbD"),
    ("https://x.com/intent/follow?screen_name=a", "https://x.com/intent/follow?screen_name=b"),
    ("https://t.me/addstickers/One", "https://t.me/addstickers/Two"),
    ("https://t.me/proxy?server=one.example", "https://t.me/proxy?server=two.example"),
    (
        "https://www.facebook.com/pages/category/A/One-1",
        "https://facebook.com/pages/category/A/T-2",
    ),
    ("https://www.facebook.com/people/Anna/1", "https://www.facebook.com/people/Anna/2"),
    ("https://mastodon.social/users/a", "https://mastodon.social/users/b"),
    ("https://bsky.app/starter-pack/a.example/1", "https://bsky.app/starter-pack/b.example/1"),
    ("https://youtube.com/channel/UCabc", "https://youtube.com/channel/UCABC"),
    ("https://example.com:8080/", "https://example.com:9090/"),
    ("https://www.donationalerts.com/r/one", "https://www.donationalerts.com/r/two"),
    ("https://fosstodon.org/@one", "https://fosstodon.org/@two"),
]
ELSE = {"name_en": "Quite another", "website": "", "description_en": "x", "host_countries": ["RS"]}


def _link(url: str) -> dict[str, Any]:
    return {"links": [{"type": "other", "url": url}]}


@pytest.mark.parametrize(
    ("one", "another", "is_one"),
    [(*pair, True) for pair in ONE_ADDRESS] + [(*pair, False) for pair in TWO_ADDRESSES],
)
def test_spellings_of_one_address_are_one_and_two_addresses_are_two(
    visitor: Visitor, one, another, is_one
):
    entry = publish_new(website="", description_en="x", **_link(one))
    page = visitor.preview(website="", description_en="x", link_type=["other"], link_url=[another])
    found = [likely.initiative for likely in page.context["duplicates"]]
    assert found == ([entry] if is_one else [])
    office = signed_in(moderator("edita", role=Role.EDITOR))
    waiting = send(**ELSE, **_link(another))
    review = text_of(office.get(f"/desk/submissions/{waiting.reference}/"))
    assert ("The same address or a similar name:" in review) == is_one


def test_a_mailbox_has_no_case(visitor: Visitor):
    entry = publish_new(links=[{"type": "email", "url": "mailto:Info@example.net"}])
    page = visitor.preview(link_type=["email"], link_url=["info@Example.net"])
    assert [likely.initiative for likely in page.context["duplicates"]] == [entry]


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Ковчег", "Ковчег 🕊"),
        ("Ковчег 🏳️‍🌈 ❤️", "Ковчег"),
        ("Волонтёры Тбилиси", "Тбилиси волонтёры"),
        ("Дом для всех", "Для всех: дом ✨"),
    ],
)
def test_order_of_words_and_emoji_do_not_count_in_names(visitor: Visitor, known, typed):
    entry = publish_new(name_en="", name_ru=known, host_countries=["RS"], website="https://a.org/")
    page = visitor.preview(name_en=None, name_ru=typed)
    assert [likely.initiative for likely in page.context["duplicates"]] == [entry]
    office = signed_in(moderator("edita", role=Role.EDITOR))
    waiting = send(name_en="", name_ru=typed, host_countries=["RS"], website="https://b.org/")
    assert known in text_of(office.get(f"/desk/submissions/{waiting.reference}/"))


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"name_ru": "Меdуза"}, "Letters from different alphabets in one word of a name: Меdуза"),
        ({"other_names": ["Kоvcheg"]}, "alphabets in one word of a name: Kоvcheg"),
        ({"description_en": "See https://аpple.com/x"}, "in the host name xn--pple-43d.com"),
        ({"sources": ["https://example.org/", "https://аpple.com"]}, "host name xn--pple-43d.com"),
        ({"name_ru": "IT-школа 7x7", "name_en": "ОВД-Info"}, None),
    ],
)  # fmt: skip
def test_the_desk_is_warned_of_mixed_scripts_in_every_address_and_name(words, changes, warning):
    office = signed_in(moderator("edita", role=Role.EDITOR))
    page = text_of(office.get(f"/desk/submissions/{send(**changes).reference}/"))
    assert warning in page if warning else "Letters of several scripts" not in page


# Files.

LINKS = [{"type": "telegram", "url": "@two"}]


def _load(folder: Path, *rows: dict[str, Any], mark: str = "") -> str:
    (folder / "some.json").write_text(mark + json.dumps(list(rows)), encoding="utf-8")
    said = io.StringIO()
    call_command("load_samples", "--folder", str(folder), stdout=said)
    return said.getvalue()


def test_a_file_with_a_byte_order_mark_is_loaded(words, tmp_path):
    assert "1 added" in _load(tmp_path, {**LEAST, "slug": "one"}, mark="\ufeff")


def test_a_record_without_slug_is_told(words, tmp_path):
    with pytest.raises(CommandError, match=r"some\.json, row 2: slug is missing"):
        _load(tmp_path, {**LEAST, "slug": "one"}, LEAST)


def test_an_entry_with_a_link_of_another_is_named(words, tmp_path):
    publish_new("theirs", website="https://t.me/example")
    one = {**LEAST, "slug": "one", "website": "https://telegram.me/Example/5"}
    one["links"] = [{"type": "telegram", "url": "https://t.me/example"}]  # is named once
    two = {**LEAST, "slug": "two", "website": "https://two.example/"}
    line = "one has an address that theirs has too: https://telegram.me/Example/5\n"
    assert _load(tmp_path, one, two).endswith(" left.\n" + line)
    assert Initiative.objects.count() == 3
    # Loaded once more nothing happens, and nothing is named.
    assert "has an address" not in _load(tmp_path, one, two)


def test_an_email_address_for_a_website_is_named(words, tmp_path):
    one = {**LEAST, "slug": "one", "website": " Info@example.org "}
    said = _load(tmp_path, one, {**LEAST, "slug": "two", "website": "", "links": LINKS})
    assert said.endswith(
        " left.\none has an email address for a website, now a link: Info@example.org\n"
    )
    entry = Initiative.objects.get(slug="one")
    assert (entry.website, entry.links) == (
        "",
        [{"type": "email", "url": "mailto:Info@example.org"}],
    )
    assert "email" not in _load(tmp_path, one)


def test_what_an_import_read_is_unchanged_when_it_is_read_again(words, tmp_path):
    row = {**LEAST, "slug": "one", "founded": "март 2022", "website": "example.org/?utm_source=x"}
    assert "1 added" in _load(tmp_path, row)
    assert "1 unchanged" in _load(tmp_path, row)
    assert Initiative.objects.get().website == "https://example.org/"
