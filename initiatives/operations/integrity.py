"""System checks of the database: the audit log is guarded, and entries agree with their facets.

They run with ``check --database default`` and before ``migrate``; an empty database passes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from initiatives.models import (
    ANYBODY,
    CHOICE_FIELDS,
    NO_DESIGNATION,
    ONLINE,
    Decision,
    Initiative,
    LegalDesignation,
    missing_triggers,
    value_of,
)
from initiatives.operations.reindexing import outdated

# Facet -> the path of the natural key from the initiative; a city's has two parts.
_PATHS = {
    "country": ("host_countries__code",),
    "city": ("cities__country__code", "cities__slug"),
    "region": ("focus_regions__code",),
    "language": ("languages__code",),
    "activity": ("activities__slug",),
    "audience": ("audiences__slug",),
    "seeks": ("seeks__slug",),
    "tag": ("tagged__tag__slug",),
}


def differences(among: Collection[int] | None = None) -> list[str]:
    """Where ``facets`` and the relations of an entry disagree: "slug: facet". In 10 queries.

    The catalogue and the cards read ``facets``; relations and columns are written beside them.
    ``among``: the keys of those to look at, instead of all.
    """
    entries = Initiative.objects.order_by()
    designations = LegalDesignation.objects.filter(ended="")
    if among is not None:
        entries = entries.filter(pk__in=among)
        designations = designations.filter(initiative__in=among)
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for facet, path in _PATHS.items():
        rows = entries.filter(**{f"{path[-1]}__isnull": False})
        for pk, *key in rows.values_list("pk", *path):
            found[pk][facet].add(value_of(facet, "/".join(key)))
    for pk, kind in designations.values_list("initiative_id", "type"):
        found[pk]["designation"].add(kind)
    columns = entries.values_list("pk", "slug", "facets", "remote_for", *CHOICE_FIELDS.values())
    wrong = []
    for pk, slug, facets, remote_for, *choices in columns.iterator(chunk_size=500):
        right = found[pk]
        for facet, choice in zip(CHOICE_FIELDS, choices, strict=True):
            right[facet] = {choice} if choice else set()
        right["designation"] = right["designation"] or {NO_DESIGNATION}
        if ANYBODY in remote_for:
            right["country"].add(ONLINE)
        wrong += [
            f"{slug}: {facet}"
            for facet in sorted(right.keys() | facets.keys())
            if sorted(right[facet]) != sorted(facets.get(facet, []))
        ]
    return sorted(wrong)


@register(Tags.database)
def check_audit_log_is_guarded(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Decisions cannot be changed or deleted, by triggers in the database."""
    if not _is_here(databases, Decision):
        return []
    missing = missing_triggers(connections[DEFAULT_DB_ALIAS])
    if missing and has_unapplied_migrations():  # an older program did not know all of them
        return [checks.Warning("Triggers were not checked: migrate first.", id="initiatives.W002")]
    hint = (
        "Run `manage.py migrate --skip-checks`, which makes it again, "
        "and find out who removed it: `manage.py verify_log`."
    )
    message = "The audit log is not guarded: trigger {} is missing."
    return [Error(message.format(name), hint, id="initiatives.E001") for name in sorted(missing)]


@register(Tags.database)
def check_facets_agree(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """What the catalogue counts is what the relations say."""
    if not _is_here(databases, Initiative):
        return []
    if has_unapplied_migrations():  # tables of an older program, or facets that it did not write
        return [checks.Warning("Facets were not compared: migrate first.", id="initiatives.W001")]
    if not (wrong := differences()):
        return []
    if new := _new_facets(wrong):
        message = f"Entries were published before there was the facet {', '.join(new)}."
        hint = (
            "Write it to them by a data migration, or rebuild the database from the log: "
            "`manage.py replay --into …`."
        )
        return [checks.Warning(message, hint, id="initiatives.W003")]
    message = f"Facets and relations of {len(wrong)} entries disagree, first {wrong[0]}."
    hint = (
        "Something other than publishing wrote them. Rebuild the database from the "
        "log: `manage.py replay --into …`."
    )
    return [Error(message, hint, id="initiatives.E002")]


@register(Tags.database)
def check_search_terms(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The search finds what was analysed as queries are."""
    if not _is_here(databases, Initiative) or has_unapplied_migrations():
        return []
    if not (number := outdated().count()):
        return []
    message = f"The search does not find {number} entries by their texts."
    hint = "They were analysed by an older program, or never: run `manage.py reindex`."
    return [checks.Warning(message, hint, id="initiatives.W004")]


def _new_facets(wrong: Sequence[str]) -> list[str]:
    """The facets that differ because no row has them yet; [] where anything else is wrong."""
    facets = sorted({difference.split(": ")[1] for difference in wrong})
    rows = Initiative.objects.order_by()
    return [] if any(rows.filter(facets__has_key=one).exists() for one in facets) else facets


def has_unapplied_migrations() -> bool:
    """Whether the database has to be migrated."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_here(databases: Iterable[str] | None, model: Any) -> bool:
    """Whether the database was named and has the table: before the first migrate it has not."""
    if databases is None or DEFAULT_DB_ALIAS not in databases:
        return False
    connection = connections[DEFAULT_DB_ALIAS]
    return model._meta.db_table in connection.introspection.table_names()
