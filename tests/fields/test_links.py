import pytest
from django.core.exceptions import ValidationError

from initiatives.fields.links import LinksField, LinkType, validate_address, validate_link


def test_link_types_are_those_of_the_data():
    assert LinkType.values == [
        "rss", "email", "signal", "whatsapp", "discord", "matrix", "linkedin", "contact_form",
        "mirror", "onion", "telegram", "youtube", "instagram", "facebook", "x", "mastodon",
        "bluesky", "tiktok", "vk", "github", "podcast", "app", "donate", "other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/path?q=1&r=2#part",
        "https://пример.рф/страница",
        "https://xn--e1afmkfd.xn--p1ai/",
        "http://abcdefghijklmnop.onion/",
        "https://example.org/~name@place",
    ],
)
def test_address_is_accepted(url):
    validate_address(url)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "unlike"),
        ("example.org", "unlike"),
        ("//example.org", "unlike"),
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,x", "scheme"),
        ("ftp://example.org", "scheme"),
        ("mailto:a@example.org", "scheme"),
        ("https://", "host"),
        ("https:///path", "host"),
        ("https://localhost/", "host"),
        ("https://.org", "host"),
        ("https://example..org", "host"),
        ("https://user@example.org", "credentials"),
        ("https://user:word@example.org", "credentials"),
        ("https://@example.org", "credentials"),
        ("https://example.org:99999", "address"),
        ("https://exa mple.org", "address"),
        ("https://example.org/\n", "address"),
        ("https://example.org/\t", "address"),
        ("https://example.org/\u202e", "address"),
        ("https://example\u200b.org/", "address"),
        ("https://example.org/\ud800", "address"),
        ("https://example.org\\@evil.org", "address"),
        ("https://[::1", "address"),
        ('https://example.org/"><script>', "address"),
        ("https://example.org/" + "a" * 500, "too_long"),
        (None, "address"),
        (5, "address"),
    ],
)
def test_address_is_refused(url, code):
    with pytest.raises(ValidationError) as refused:
        validate_address(url)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "link",
    [
        {"type": "email", "url": "mailto:info@example.org"},
        {"type": "email", "url": "https://example.org/mail"},
        {"type": "telegram", "url": "https://t.me/example"},
    ],
)
def test_link_is_accepted(link):
    validate_link(link)


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ({"type": "telegram", "url": "mailto:info@example.org"}, "scheme"),
        ({"type": "email", "url": "mailto:info@example.org?subject=x"}, "email"),
        ({"type": "email", "url": "mailto:a@example.org,b@example.org"}, "email"),
        ({"type": "email", "url": "mailto:info"}, "email"),
        ({"type": "email", "url": "mailto:info@example.org\u200b"}, "email"),
        ({"type": "email", "url": "mailto:" + "a" * 500 + "@example.org"}, "email"),
        ({"type": "website", "url": "https://example.org"}, "type"),
        ({"type": ["x"], "url": "https://example.org"}, "type"),
        ({"type": "x", "url": ["https://example.org"]}, "address"),
        ({"type": "x"}, "shape"),
        ({"type": "x", "url": "https://example.org", "label": "us"}, "shape"),
        (["x", "https://example.org"], "shape"),
    ],
)
def test_link_is_refused(link, code):
    with pytest.raises(ValidationError) as refused:
        validate_link(link)
    assert refused.value.code == code


def test_field_checks_every_link_of_a_list():
    field = LinksField()
    good = {"type": "x", "url": "https://x.com/example"}
    assert field.clean([good], None) == [good]
    assert field.clean([], None) == []
    assert field.get_default() == []
    for bad in ([good, {"type": "x", "url": "javascript:x"}], {"type": "x"}, "https://x.com"):
        with pytest.raises(ValidationError):
            field.clean(bad, None)
