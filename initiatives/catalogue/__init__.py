"""What the public may see: every question about it is answered here, without HTTP.

Outsiders call `snapshot.current` (what is public now), `listing.find` (a query -> a page of
entries), `filters.InitiativeFilter` and `selection.Selection` (a narrowed set that FilterSet,
Paginator and an API take for a QuerySet), `facets.count`, `address.Address` and `version.etag`.
"""
