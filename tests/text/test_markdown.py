import re
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
        ("[a](https://a.org/?b=1&c=2)", f"<p>{link('https://a.org/?b=1&amp;c=2', 'a')}</p>"),
        ('[a](https://a.org "title")', f"<p>{link('https://a.org', 'a')}</p>"),
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
        ("```\ncode\n```", "<p>```\ncode\n```</p>"),
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
        "mailto:a@a.org",
        "ftp://a.org",
        "//a.org",
        "/relative",
        "relative",
        "#part",
        "https://user@a.org",
        "https://user:word@a.org",
        "https://[::1",
        "https:///",
    ],
)
def test_link_to_anything_but_the_web_is_no_link(url):
    for text in (f"[a]({url})", f"[a](<{url}>)", f"<{url}>", f"[a][1]\n\n[1]: {url}"):
        assert "<a" not in render(text)


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
            assert re.match("https?://", attributes["href"])
        else:
            assert tag in {"p", "strong", "em", "ul", "ol", "li", "br", "blockquote"}
            assert attributes == {}


def test_second_wall_holds_when_the_first_one_falls(monkeypatch):
    from initiatives.text import markdown

    monkeypatch.setattr(markdown.PARSER.renderer, "render", lambda *_: (
        '<script>alert(1)</script><p onclick="x"><a href="javascript:x" target="_top">a</a>'
        '<a href="/x">b</a><img src="x"><iframe></iframe></p>'
    ))  # fmt: skip
    assert render("x") == f'<p><a rel="{REL}">a</a><a rel="{REL}">b</a></p>'
