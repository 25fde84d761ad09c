"""The result of a query in words: a listing's heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.catalogue.listing import Listing
from initiatives.models import FACETS, ONLINE, EntryState, Kind

# More values than these would be a list, and the chips below it say the same.
SPOKEN = 4


def heading(found: Listing) -> str:
    """ "38 media initiatives: Georgia or online". After the colon stand plain names, since
    Russian would want each place in another case."""
    chosen = dict(found.address.chosen)
    kinds = chosen.pop("kind", ())
    total = found.total
    if not total:
        return _nothing(found)
    if found.address.state == EntryState.CLOSED:
        counted = ngettext("%(n)s closed initiative", "%(n)s closed initiatives", total)
    elif len(kinds) == 1:
        counted = Kind(kinds[0]).counted
    else:
        counted = ngettext("%(n)s initiative", "%(n)s initiatives", total)
        if kinds:
            chosen["kind"] = kinds
    counted %= {"n": total}
    spoken = _spoken(found, chosen)
    return (
        _("%(counted)s: %(filters)s") % {"counted": counted, "filters": spoken}
        if spoken
        else counted
    )


def _nothing(found: Listing) -> str:
    number = found.address.filter_count
    if not number:
        return _("There is no entry here yet")
    if number == 1:
        return _("Nothing matches this filter")
    return ngettext(
        "Nothing matches all %(n)s filters at once",
        "Nothing matches all %(n)s filters at once",
        number,
    ) % {"n": number}


def _spoken(found: Listing, chosen: Mapping[str, Sequence[str]]) -> str:
    words = found.selection.snapshot.vocabulary.facets
    number = sum(len(values) for values in chosen.values())
    if number > SPOKEN:
        return ngettext("%(n)s filter", "%(n)s filters", number) % {"n": number}
    parts = []
    for facet in FACETS:
        names = [
            _("online") if value == ONLINE else str(words[facet][value].name)
            for value in chosen.get(facet, ())
        ]
        if names:
            parts.append(_(" or ").join(names))
    return ", ".join(parts)
