"""A block of a template kept as plain words, so that the head can say it in several places."""

from __future__ import annotations

import re
from html import unescape

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import strip_tags

register = template.Library()


class Kept(template.Node):
    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        words = unescape(strip_tags(self.nodelist.render(context)))
        # Blanks that must not break a line stay.
        context[self.name] = re.sub(r"[ \n]+", " ", words).strip()
        return ""


@register.tag
def keep(parser: Parser, token: Token) -> Kept:
    """`{% keep name %}…{% endkeep %}`: shows nothing; `name` is then the text between, without
    markup and in single blanks. It is escaped again wherever it is shown."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Kept(nodelist, name)
