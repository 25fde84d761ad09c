"""The boxes and options of the form, which are hundreds: written here, as the facets are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from initiatives.templatetags.directory import lang

register = template.Library()


class Option(Protocol):
    """A value, in words, and whether it is chosen."""

    @property
    def value(self) -> str: ...
    @property
    def label(self) -> object: ...
    @property
    def chosen(self) -> bool: ...


@register.simple_tag
def picks(name: str, options: Iterable[Option], first_id: str = "") -> SafeString:
    """A box to tick for each option. first_id: of the first box, where an error's link leads."""
    made = []
    for number, option in enumerate(options):
        at = f' id="{escape(first_id)}"' if first_id and not number else ""
        checked = " checked" if option.chosen else ""
        made.append(
            f'<label class="pick"><input type="checkbox"{at} name="{escape(name)}" '
            f'value="{escape(option.value)}"{checked}>'
            f"<span{lang(option.label)}>{escape(option.label)}</span></label>\n"
        )
    return mark_safe("".join(made))  # noqa: S308  escaped


@register.simple_tag
def list_of_options(options: Iterable[Option], chosen: str = "") -> SafeString:
    """The options of a `<select>`. chosen: a value, of lists that do not say it themselves."""
    made = []
    for option in options:
        selected = " selected" if option.chosen or (chosen and option.value == chosen) else ""
        made.append(
            f'<option value="{escape(option.value)}"{selected}{lang(option.label)}>'
            f"{escape(option.label)}</option>"
        )
    return mark_safe("".join(made))  # noqa: S308  escaped
