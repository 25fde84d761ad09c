import re
import time
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from initiatives.text.markdown import REL, render


def link(url, text):
    return f'<a href="{url}" rel="{REL}">{text}</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One *two* **three**", "<p>One <em>two</em> <strong>three</strong></p>"),
        ("One\n\nTwo  \nThree", "<p>One</p>\n<p>Two<br>\nThree</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        (
            "[a](https://a.org/?b=1&c=2)",
            f"<p>{link('https://a.org/?b=1&amp;c=2', 'a (a.org)')}</p>",
        ),
        ('[a](https://a.org "title")', f"<p>{link('https://a.org', 'a (a.org)')}</p>"),
        ("One\nTwo", "<p>One<br>\nTwo</p>"),
        ("<https://a.org>", f"<p>{link('https://a.org', 'https://a.org')}</p>"),
    ],
)
def test_subset_becomes_html(text, html):
    assert render(text) == html
    assert isinstance(render(text), SafeString)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# Title", "<p>Title</p>"),
        ("Title\n=====", "<p>Title</p>"),
        ("![face](https://a.org/x.png)", "<p>face</p>"),
        ("![*face*](https://a.org/x.png) and", "<p>*face* and</p>"),
        ("`code`", "<p>`code`</p>"),
        ("    code", "<p>code</p>"),
        ("```\ncode\n```", "<p>```<br>\ncode<br>\n```</p>"),
        ("***", "<p>***</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("&lt;script&gt;", "<p>&lt;script&gt;</p>"),
    ],
)
def test_what_is_outside_the_subset_stays_text(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScript:alert(1)",
        "java&#x73;cript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:",
        "ftp://a.org",
        "//a.org",
        "/relative",
        "relative",
        "#part",
        "https://user@a.org",
        "https://user:word@a.org",
        "https://[::1",
        "https:///",
        "http://10.0.0.1/",
        "http://localhost/",
        "https://nas.local/",
        "http://[64:ff9b:1::a00:1]/",
    ],
)
def test_link_to_anything_but_the_web_is_no_link(url):
    for text in (f"[a]({url})", f"[a](<{url}>)", f"<{url}>", f"[a][1]\n\n[1]: {url}"):
        assert "<a" not in render(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("2022. Начало работы", "<p>2022. Начало работы</p>"),
        ("2022) Начало\n2023) Дальше", "<p>2022) Начало<br>\n2023) Дальше</p>"),
        ("24. Дом", '<ol start="24">\n<li>Дом</li>\n</ol>'),
        ("Помогаем:\n• с жильём\n• с визами", "<p>Помогаем:<br>\n• с жильём<br>\n• с визами</p>"),
        ("— раз\n— два", "<p>— раз<br>\n— два</p>"),
    ],
)
def test_lines_and_the_numbers_that_begin_them_are_kept(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("See https://a.org/b.", f"<p>See {link('https://a.org/b', 'https://a.org/b')}.</p>"),
        (
            "(https://a.org/w_(x)), ok",
            f"<p>({link('https://a.org/w_(x)', 'https://a.org/w_(x)')}), ok</p>",
        ),
        ("to help@a.org!", f"<p>to {link('mailto:help@a.org', 'help@a.org')}!</p>"),
        ("[x](mailto:help@a.org)", f"<p>{link('mailto:help@a.org', 'x (help@a.org)')}</p>"),
        ("<help@a.org>", f"<p>{link('mailto:help@a.org', 'help@a.org')}</p>"),
        ("t.me/example", f"<p>{link('https://t.me/example', 't.me/example')}</p>"),
        ("**https://a.org**", f"<p><strong>{link('https://a.org', 'https://a.org')}</strong></p>"),
        ("https://a.org/a*b*c", f"<p>{link('https://a.org/a*b*c', 'https://a.org/a*b*c')}</p>"),
        ("t.me/_a_b_/1 *c*", f"<p>{link('https://t.me/_a_b_/1', 't.me/_a_b_/1')} <em>c</em></p>"),
        (
            "*https://a.org/_x_y* a_b_c",
            f"<p><em>{link('https://a.org/_x_y', 'https://a.org/_x_y')}</em> a_b_c</p>",
        ),
        ("https://user:word@a.org/", "<p>https://user:word@a.org/</p>"),
        ("http://", "<p>http://</p>"),
        ("и т.д. в 10.30, a.org", "<p>и т.д. в 10.30, a.org</p>"),
    ],
)
def test_bare_addresses_are_linked(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "[meduza.io](https://evil.example/)",
            f"<p>{link('https://evil.example/', 'meduza.io (evil.example)')}</p>",
        ),
        (
            "[https://**meduza**.io/x](https://evil.example/)",
            "<p>"
            + link("https://evil.example/", "https://<strong>meduza</strong>.io/x (evil.example)")
            + "</p>",
        ),
        (
            "[a.org&#47;x](https://аpple.com)",
            f"<p>{link('https://xn--pple-43d.com/', 'a.org/x (xn--pple-43d.com)')}</p>",
        ),
        ("[a.org](https://www.a.org/)", f"<p>{link('https://www.a.org/', 'a.org')}</p>"),
        ("[a.org](https://www.a.org/x)",
         f"<p>{link('https://www.a.org/x', 'a.org (a.org/x)')}</p>"),
        ("[https://a.org/in](https://a.org/out)",
         f"<p>{link('https://a.org/out', 'https://a.org/in (a.org/out)')}</p>"),
        ("[To a.org/in](https://a.org/out)",
         f"<p>{link('https://a.org/out', 'To a.org/in (a.org/out)')}</p>"),
        ("[https://a.org/in](https://a.org/in/)",
         f"<p>{link('https://a.org/in/', 'https://a.org/in')}</p>"),
        ("[unknown.example/r/a](https://unknown.example/r/b)",
         "<p>" + link("https://unknown.example/r/b", "unknown.example/r/a (unknown.example/r/b)")
         + "</p>"),
        ("[Give](https://donationalerts.com/r/a)",
         f"<p>{link('https://donationalerts.com/r/a', 'Give (donationalerts.com/r/a)')}</p>"),
        ("https://a.org:443/x", f"<p>{link('https://a.org:443/x', 'https://a.org:443/x')}</p>"),
        ("https://a.org/я", f"<p>{link('https://a.org/%D1%8F', 'https://a.org/я')}</p>"),
        ("[a@a.org](mailto:www.a@a.org)",
         f"<p>{link('mailto:www.a@a.org', 'a@a.org (www.a@a.org)')}</p>"),
        ("[x](https://a.xn--a/)", "<p>x (a.xn--a)</p>"),
        ("[here](https://a.org/x)", f"<p>{link('https://a.org/x', 'here (a.org)')}</p>"),
        ("[x.com](https://twitter.com/x)",
         f"<p>{link('https://twitter.com/x', 'x.com (twitter.com/x)')}</p>"),
        ("[t.me/X](https://t.me/x/5)", f"<p>{link('https://t.me/x/5', 't.me/X (t.me/x/5)')}</p>"),
        ("[A.org/b?c](https://a.org/x)",
         f"<p>{link('https://a.org/x', 'A.org/b?c (a.org/x)')}</p>"),
        ("[a.org\nb.org](https://a.org)",
         "<p>" + link("https://a.org", "a.org<br>\nb.org (a.org)") + "</p>"),
        ("[a@a.org](mailto:A@a.org)", f"<p>{link('mailto:A@a.org', 'a@a.org')}</p>"),
        ("[](https://a.org)", f"<p>{link('https://a.org', ' (a.org)')}</p>"),
        ("a&#x202E;b&#x200B;c&#173;d", "<p>abcd</p>"),
        ("[x](mailto:a@a.org?subject=x)",
         f"<p>[x](mailto:{link('mailto:a@a.org', 'a@a.org')}?subject=x)</p>"),
        ("[a](https://exam%70le.org)",
         f"<p>{link('https://example.org/', 'a (example.org)')}</p>"),
        ("https://пример.рф/",
         "<p>" + link("https://xn--e1afmkfd.xn--p1ai/",
                      "https://пример.рф/ (xn--e1afmkfd.xn--p1ai)") + "</p>"),
        ("https://аpple.com",
         f"<p>{link('https://xn--pple-43d.com/', 'https://аpple.com (xn--pple-43d.com)')}</p>"),
        ("[аррӏе.com](https://xn--80ak6aa92e.com)",
         f"<p>{link('https://xn--80ak6aa92e.com', 'аррӏе.com (xn--80ak6aa92e.com)')}</p>"),
        ("[a&#x202e;b](https://a.org)", f"<p>{link('https://a.org', 'ab (a.org)')}</p>"),
    ],
)  # fmt: skip
def test_what_is_read_deceives_nobody(text, html):
    assert render(text) == html


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


MARKS = "[a]( ]( ) ![ < > &lt; &#60; script javascript: https://a.org ' - * ** ` \\ onload= [1]:"
PIECES = st.sampled_from([*MARKS.split(), '"', "\n", "\n\n", "> ", "# ", "<img src=x ", "\0"])


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join))
def test_any_text_makes_only_allowed_tags(text):
    reader = Reader()
    reader.feed(render(text))
    for tag, attributes in reader.found:
        if tag == "a":
            assert set(attributes) == {"href", "rel"}
            assert attributes["rel"] == REL
            assert re.match("https?://|mailto:", attributes["href"])
        elif tag == "ol":
            assert set(attributes) <= {"start"}
        else:
            assert tag in {"p", "strong", "em", "ul", "li", "br", "blockquote"}
            assert attributes == {}


def test_second_wall_holds_when_the_first_one_falls(monkeypatch):
    from initiatives.text import markdown

    monkeypatch.setattr(markdown.PARSER.renderer, "render", lambda *_: (
        '<script>alert(1)</script><p onclick="x"><a href="javascript:x" target="_top">a</a>'
        '<a href="/x">b</a><img src="x"><iframe></iframe></p>'
    ))  # fmt: skip
    assert render("x") == "<p>ab</p>"


@pytest.mark.parametrize("host", ["10.0.0.1", "[127.0.0.1]", "localhost.local", "router.internal"])
def test_a_mailbox_that_the_public_cannot_reach_is_no_link(host):
    assert "<a" not in render(f"a@{host} <a@{host}> [x](mailto:a@{host})")


def test_a_long_run_of_brackets_takes_no_long_time():
    begun = time.process_time()
    render("[" * 3000)
    assert time.process_time() - begun < 0.4
