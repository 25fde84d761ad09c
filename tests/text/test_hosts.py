import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.text.hosts import hides_its_host, shown_host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/path?q#f", "example.org"),
        ("https://WWW.Example.org", "example.org"),
        ("https://example.org.", "example.org"),
        ("http://example.org:80/", "example.org"),
        ("https://example.org:8443/", "example.org:8443"),
        ("https://[2001:db8::1]:8443/", "[2001:db8::1]:8443"),
        ("mailto:info@example.org", "example.org"),
        ("https://пример.рф/", "пример.рф (xn--e1afmkfd.xn--p1ai)"),
        ("https://xn--e1afmkfd.xn--p1ai/", "пример.рф (xn--e1afmkfd.xn--p1ai)"),
        ("https://ПРИМЕР.рф:81", "пример.рф:81 (xn--e1afmkfd.xn--p1ai:81)"),
        ("https://münchen.de", "münchen.de (xn--mnchen-3ya.de)"),
        ("https://xn--strae-oqa.de", "straße.de (xn--strae-oqa.de)"),
        # As browsers understand them.
        ("https://ex\u00adample.org", "example.org"),
        ("https://exam%70le.org/", "example.org"),
        ("https://%D0%BF%D1%80%D0%B8%D0%BC%D0%B5%D1%80.рф", "пример.рф (xn--e1afmkfd.xn--p1ai)"),
        ("https://\uff45xample\u3002org/", "example.org"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("https:\\\\example.org\\@other.org/", "example.org"),
        # Two scripts that one language writes together.
        ("https://xn--lckxb533yncbk91h.jp", "日本語カタ.jp (xn--lckxb533yncbk91h.jp)"),
        # Whole words that look Latin: the punycode beside them gives them away.
        ("https://xn--80ak6aa92e.com", "аррӏе.com (xn--80ak6aa92e.com)"),
    ],
)
def test_host_is_shown(url, shown):
    assert shown_host(url) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://аpple.com", "xn--pple-43d.com"),  # a Cyrillic а
        ("https://xn--pple-43d.com", "xn--pple-43d.com"),
        ("https://%D0%B0pple.com", "xn--pple-43d.com"),
        ("https://пример.аpple.com", "xn--e1afmkfd.xn--pple-43d.com"),
        ("https://xn--zzzzzzzzzzz99999999.org", "xn--zzzzzzzzzzz99999999.org"),
        ("https://xn--.org", "xn--.org"),
        ("https://xn--example-.org", "xn--example-.org"),
    ],
)
def test_host_that_could_pass_for_another_is_shown_in_punycode_only(url, shown):
    assert shown_host(url) == shown
    assert hides_its_host(url)


@pytest.mark.parametrize(
    "url", ["", "nonsense", "https://", "https://[::1", "https://a.b:99999999"]
)
def test_address_without_a_host_shows_nothing(url):
    assert shown_host(url) == ""


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_address_is_answered(text):
    assert isinstance(shown_host(f"https://{text}"), str)
    assert isinstance(shown_host(text), str)
    assert isinstance(shown_host(f"https://xn--{text}.org"), str)
