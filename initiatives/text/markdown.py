"""Our subset of Markdown -> safe HTML, through two walls that do not trust each other.

The first (markdown-it-py, HTML off) makes no tag from what somebody typed; the second (nh3) lets
pass only the tags and schemes named here. Source: docs/security.md SR-7. The rules for characters
and hosts hold for what is read, whatever character references stood in its place.
"""

from __future__ import annotations

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from initiatives.text.addresses import EMAIL, as_browsers, is_web_address
from initiatives.text.characters import without_deceptive
from initiatives.text.hosts import (
    SHARED,
    SITES,
    browser_host,
    goal_host,
    is_public,
    parsed,
    plain_host,
)

TAGS = {"p", "strong", "em", "ul", "ol", "li", "a", "br", "blockquote"}
REL = "nofollow noopener noreferrer ugc"

# A year or a house begins a line more often than a list that is so long.
_NO_LIST = re.compile(r"^([ >]*[0-9]{3,9})([.)])(?=\s|$)", re.MULTILINE)
_BARE = re.compile(
    r"(?<![\w@/.-])(?:https?://[^\s<>\"«»]+"
    rf"|(?:www\.[^\s<>\"«»/]+\.[^\W\d_]{{2,}}|(?:{'|'.join(map(re.escape, SITES))}))"
    r"(?=/)[^\s<>\"«»]+"
    r"|[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,})",
    re.IGNORECASE,
)
_INSIDE_BARE = re.compile(
    r"(?:(?:https?://|www\.)[^\s/*_<>\"«»\[\]]+"
    rf"|(?:{'|'.join(map(re.escape, SITES))}))[/?#][^\s<>\"«»\[\]]*$",
    re.IGNORECASE,
)
_HOST = re.compile(r"https?://[\w.-]+(?=[:/?#]|$)", re.ASCII | re.IGNORECASE)  # as it stands
_BEFORE_HOST = re.compile(r"^(?:mailto:|(?:https?://)?(?:www\.)?)", re.IGNORECASE)
# A link whose address the second wall took away: it knows hosts that the first one takes for some.
_NO_ADDRESS = re.compile(rf'<a rel="{REL}">(.*?)</a>', re.DOTALL)
_AFTER_LINK = re.compile(r"[.,;:!?…'*]+$")


def _is_linked(url: str) -> bool:
    """http and https without a name or password, and mailto with one mailbox; with a host that the
    public can reach."""
    if url[:7].lower() == "mailto:":
        is_address = EMAIL.fullmatch(url[7:]) is not None
    else:
        is_address = is_web_address(url)
    return is_address and is_public(goal_host(url))


def _in_address(state: StateInline, silent: bool) -> bool:
    """A rule for the inline parser: "*" and "_" inside of a bare address are no emphasis."""
    if state.src[state.pos] not in "*_":
        return False
    before = state.src[max(0, state.pos - 500) : state.pos]
    if not _INSIDE_BARE.search(before) or not re.match(r"[*_]+[\w/]", state.src[state.pos :][:99]):
        return False
    if not silent:
        state.pending += state.src[state.pos]
    state.pos += 1
    return True


def _make_parser() -> MarkdownIt:
    # "breaks": whoever ended a line in a box meant it.
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    # Code stays as typed: these texts are about people, and a stray indent is no program.
    parser.inline.ruler.before("emphasis", "in_address", _in_address)
    parser.disable(["code", "fence", "backticks", "hr", "html_block", "html_inline"])
    normalise = parser.normalizeLink

    def as_linked(url: str) -> str:
        """ "" for what is no link. Other letters of a host are what browsers make of them."""
        if not _is_linked(url):
            return ""
        address = parsed(url)
        return normalise(address.href if address and not _HOST.match(url) else as_browsers(url))

    parser.normalizeLink = as_linked  # type: ignore[method-assign]
    parser.validateLink = _is_linked  # type: ignore[method-assign]
    return parser


PARSER = _make_parser()


def _soften(tokens: list[Token]) -> None:
    """A heading becomes a paragraph, an image its alternative text; bare addresses are linked,
    and a link with words for its text says where it leads."""
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
        if token.type == "link_open" and not token.attrGet("href"):
            token.tag = "span"  # "[a]()" leads nowhere; the second wall takes the tag away
        if token.type == "image":
            token.type, token.tag, token.children = "text", "", None
        if token.type == "text":
            token.content = without_deceptive(token.content)
        if token.children:
            _soften(token.children)
            token.children = _told_apart(_with_links(token.children))


def _told_apart(tokens: list[Token]) -> list[Token]:
    """The tokens of one paragraph; a link says where it leads, unless its text is the address."""
    made: list[Token] = []
    url, words = "", ""
    for token in tokens:
        if token.type == "link_open":
            url, words = str(token.attrGet("href") or ""), ""
        elif token.type == "link_close":
            if url and not _says(words, url):
                made.append(_text(f" ({_goal(words, url)})"))
            url = ""
        elif url:
            words += "\n" if token.type in ("softbreak", "hardbreak") else token.content
        made.append(token)
    return made


def _goal(words: str, url: str) -> str:
    """Where a link with this text leads, in ASCII: the mailbox or the host. The whole address where
    many share the host, as the path says whose page it is, or where the text names the host."""
    address = parsed(url)
    if address is None or plain_host(browser_host(url)) in SHARED:
        return _shown(url)
    host = address.host.removeprefix("www.")
    return _shown(url) if host in words.lower() else host


def _says(words: str, url: str) -> bool:
    """Whether the text of a link is its address, the host letter by letter. What else a text may
    look like to a reader no pattern knows, so that every other link says where it leads."""
    said, real = _shown(words), _shown(url)
    end = len(re.split("[/?#]", real)[0])
    if re.search(r"\s", said) or said[:end].lower() != real[:end].lower():
        return False
    # What was typed in other letters behind the host is percent-encoded in the address.
    return real[end:] in (said[end:], _shown(PARSER.normalizeLink("https://" + said))[end:])


def _shown(url: str) -> str:
    """An address without scheme, ``www.`` and last slash."""
    return _BEFORE_HOST.sub("", url).removesuffix("/")


def _with_links(tokens: list[Token]) -> list[Token]:
    """The tokens of one paragraph with links in place of the bare addresses in it."""
    made: list[Token] = []
    is_link = 0
    for token in tokens:
        is_link += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        made += _links_in(token.content) if token.type == "text" and not is_link else [token]
    return made


def _links_in(text: str) -> list[Token]:
    made: list[Token] = []
    end = 0
    for found in _BARE.finditer(text):
        shown = _AFTER_LINK.sub("", found[0])
        while shown.endswith(")") and shown.count(")") > shown.count("("):
            shown = _AFTER_LINK.sub("", shown[:-1])
        scheme = "" if shown[:4].lower() == "http" else "https://"
        if "@" in shown.partition("/")[0]:
            scheme = "mailto:"
        url = PARSER.normalizeLink(scheme + shown)
        if not _is_linked(url):
            continue
        made += [
            _text(text[end : found.start()]),
            Token("link_open", "a", 1, attrs={"href": url}),
            _text(shown),
            Token("link_close", "a", -1),
        ]
        end = found.start() + len(shown)
    return [*made, _text(text[end:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def render(text: str) -> SafeString:
    """Safe HTML of a text: paragraphs, line ends, emphasis, lists, quotes and links to the web
    and to mailboxes, nothing else. Beside a link stands where it leads: on a phone nothing else
    tells, and a text may name anything."""
    tokens = PARSER.parse(_NO_LIST.sub(r"\1\\\2", text))
    _soften(tokens)
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    clean = nh3.clean(
        html,
        tags=TAGS,
        # "*" is named because ammonia lets `lang` and `title` pass everywhere otherwise.
        attributes={"a": {"href"}, "ol": {"start"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=REL,
    )
    clean = _NO_ADDRESS.sub(r"\1", clean)
    return mark_safe(clean.strip())  # noqa: S308 - nh3 has cleaned it
