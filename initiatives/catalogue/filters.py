"""The door to every selection: which filters exist and which values they take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from initiatives.catalogue.hits import cleaned
from initiatives.catalogue.ordering import BALANCED, MATCH, SORTS
from initiatives.catalogue.selection import Selection
from initiatives.catalogue.snapshot import current
from initiatives.models import FACETS, EntryState, Vocabulary
from initiatives.text.shortening import shortened

OPEN_STATE, CLOSED_STATE = "", EntryState.CLOSED.value

# A message quotes what was typed, but not a book of it.
_QUOTED = 80


def quoted(text: str) -> str:
    return shortened(text, _QUOTED)


def _unknown(value: str) -> ValidationError:
    return ValidationError(
        _("“%(value)s” is not a value of this filter."),
        code="unknown",
        params={"value": quoted(value)},
    )


class FacetField(forms.Field):
    """Checks values against the vocabulary and holds no choices.

    Stock choice fields cost 2 ms a page in deep copies (docs/decisions/0003). Cleans to a tuple
    of values as addresses write them: lower case, merged words followed, retired ones left out, no
    doubles, sorted.
    """

    widget = forms.MultipleHiddenInput
    vocabulary: Vocabulary

    def __init__(self, *, facet: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.facet = facet

    def clean(self, value: Iterable[str] | None) -> tuple[str, ...]:
        known, unknown = set(), []
        for text in value or ():
            if not text:
                continue
            canonical = self.vocabulary.canonical(self.facet, text)
            if canonical is not None:
                known.add(canonical)
            elif not self.vocabulary.is_retired(self.facet, text.lower()):
                unknown.append(text)
        if unknown:
            raise ValidationError([_unknown(text) for text in unknown])
        return tuple(sorted(known))


class FacetFilter(django_filters.Filter):
    field_class = FacetField

    def __init__(self, facet: str) -> None:
        super().__init__(field_name=facet, required=False)
        self.extra["facet"] = facet

    def filter(self, qs: Any, value: tuple[str, ...]) -> Any:
        if value and isinstance(qs, QuerySet):
            # Rows keep the words that they were published with; some were merged since.
            merged = self.parent.vocabulary.merged.get(self.field_name, {})
            value += tuple(old for old, new in merged.items() if new in value)
            if self.field_name == "region":
                value = tuple(
                    region
                    for each in value
                    for region in self.parent.vocabulary.regions_in(each) or (each,)
                )
        return qs.narrow(self.field_name, value) if value else qs


class WordField(forms.Field):
    """One of a few fixed words, in any case; empty is the first of them."""

    widget = forms.TextInput

    def __init__(self, *, words: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words

    def clean(self, value: str | None) -> str:
        word = (value or "").lower() or self.words[0]
        if word not in self.words:
            raise _unknown(value or "")
        return word


class QueryField(forms.Field):
    """What is searched for, as it is read: cut, with single spaces (``search.cleaned``)."""

    widget = forms.TextInput

    def clean(self, value: str | None) -> str:
        return cleaned(value or "")


class QueryFilter(django_filters.Filter):
    field_class = QueryField

    def filter(self, qs: Any, value: str) -> Any:
        if isinstance(qs, QuerySet) and value:
            found = Selection(current(), language="en", day=date.min).searching(value)
            return qs.filter(pk__in=[*found.hits.ids] if found.hits else [])
        return qs if isinstance(qs, QuerySet) else qs.searching(value)


class StateFilter(django_filters.Filter):
    field_class = WordField

    def filter(self, qs: Any, value: str) -> Any:
        return qs.in_state(value or EntryState.PUBLISHED.value)


class SortFilter(django_filters.Filter):
    """An order; "" is the one that the view has by itself. "match" without words to match, and
    the mixed order with them, are that one too."""

    field_class = WordField

    def filter(self, qs: Any, value: str) -> Any:
        if isinstance(qs, Selection) and (not value or value in (MATCH, BALANCED)):
            return qs
        return qs.sorted(value or BALANCED)


class InitiativeFilter(django_filters.FilterSet):
    """``InitiativeFilter(query, queryset=Selection(...)).qs`` is the narrowed selection.

    Given ``Initiative.objects.listed()`` it is a QuerySet of the same entries, by plain SQL: for
    whoever wants no catalogue in memory. Only the order is the database's.
    """

    q = QueryFilter(required=False)
    state = StateFilter(required=False, words=(OPEN_STATE, CLOSED_STATE))
    sort = SortFilter(required=False, words=("", *SORTS, MATCH))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        selection = isinstance(self.queryset, Selection)
        return self.queryset.snapshot.vocabulary if selection else Vocabulary.load()

    def filter_queryset(self, queryset: Any) -> Any:
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def form(self) -> Any:
        first = not hasattr(self, "_form")
        form = super().form
        if first:
            for field in form.fields.values():
                if isinstance(field, FacetField):
                    field.vocabulary = self.vocabulary
        return form


for _facet in FACETS:
    InitiativeFilter.base_filters[_facet] = FacetFilter(_facet)
