"""An initiative: one row for each entry that was vetted. Only ``publish()`` writes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from initiatives.fields.bilingual import Bilingual, reader_language
from initiatives.fields.links import LinksField
from initiatives.fields.partial_date import PartialDateField
from initiatives.models.facet import ANYBODY, NO_DESIGNATION, ONLINE, FacetsField, key_of
from initiatives.models.loaded import SearchedChoices, is_known
from initiatives.models.vocabulary import TaggedInitiative, TagsOfInitiative

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from initiatives.models.designation import LegalDesignation


class Kind(SearchedChoices):
    """All that is said of a kind; its icon is the symbol ``i-VALUE`` of templates/parts/sprite.svg.

    also_en, also_ru: what people type for it. example: what the public form says of it.
    description: what the home page says.
    schema_type: what it is in schema.org.
    """

    example: Promise
    description: Promise
    schema_type: str

    def __new__(
        cls,
        value: str,
        also_en: tuple[str, ...] = (),
        also_ru: tuple[str, ...] = (),
        *attributes: Any,
    ) -> Self:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.also_en, kind.also_ru = also_en, also_ru
        kind.example, kind.description, kind.schema_type = attributes
        return kind

    # The label comes last, which Django's choices take away before the rest is read.
    MUTUAL_AID = (
        "mutual_aid",
        ("help", "support", "help point", "charity", "aid", "volunteers", "assistance"),
        ("помощь", "поддержка", "благотворительность", "фонд помощи", "волонтёры", "где помогут"),
        _("a community that helps people and brings them together"),
        _("Communities that help with documents, housing, work and language, or simply meet."),
        "NGO",
        _("Mutual aid"),
    )
    MEDIA = (
        "media",
        ("press", "news", "newspaper", "channel", "podcast", "journalism", "magazine"),
        ("сми", "пресса", "газета", "канал", "подкаст", "журнал", "редакция", "издание"),
        _("writes, films, broadcasts"),
        _("Newsrooms in exile, from large ones to those that write about one city or republic."),
        "NewsMediaOrganization",
        _("Media"),
    )
    IT = (
        "it",
        ("technology", "tech", "VPN", "app", "tools", "hackerspace", "developers", "digital"),
        ("айти", "технологии", "it", "впн", "приложение", "программы", "хакерспейс", "сервисы"),
        _("security, connections, tools"),
        _(
            "Digital security, getting around blocks, staying in touch with those who "
            "remain in Russia."
        ),
        "Organization",
        _("IT"),
    )
    CIVIC = (
        "civic",
        (
            "activism",
            "community",
            "association",
            "foundation",
            "movement",
            "diaspora",
            "NGO",
            "opposition",
            "culture",
            "civic groups",
        ),
        (
            "активизм",
            "сообщество",
            "ассоциация",
            "фонд",
            "движение",
            "диаспора",
            "нко",
            "оппозиция",
            "объединение",
            "комьюнити",
            "культура",
        ),
        _("rights, politics, civic life"),
        _("Human rights, anti-war movements, joint campaigns, advocacy abroad."),
        "NGO",
        _("Civic"),
    )


class Reach(SearchedChoices):
    GRASSROOTS = (
        "grassroots",
        ("local", "small", "a local group", "volunteers", "neighbours", "initiative"),
        ("местная", "маленькая", "низовая", "волонтёры", "инициатива", "соседи"),
        _("Grassroots"),
    )
    REGIONAL = (
        "regional",
        ("region", "regional", "province", "republic", "one area"),
        ("регион", "региональный", "область", "республика", "край"),
        _("One region"),
    )
    NATIONAL = (
        "national",
        ("national", "international", "worldwide", "network", "large"),
        ("общенациональный", "международный", "по всему миру", "сеть", "крупный"),
        _("A whole country or many countries"),
    )


class Cost(models.TextChoices):
    FREE = "free", _("Free of charge")
    PARTLY = "partly", _("Partly paid")
    PAID = "paid", _("Paid")


class EntryState(models.TextChoices):
    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden")
    CLOSED = "closed", _("Closed")


LISTED_STATES = (EntryState.PUBLISHED, EntryState.CLOSED)


class VerifiedHow(models.TextChoices):
    INITIATIVE = "initiative", _("The initiative itself confirmed it")
    MODERATOR = "moderator", _("A moderator got in touch or visited")
    SOURCES = "sources", _("A moderator compared it with its sources")


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Public questions begin with one of these; nothing else may be shown."""

    def listed(self) -> InitiativeQuerySet:
        """Those that have a public page."""
        return self.filter(state__in=LISTED_STATES)

    def published(self) -> InitiativeQuerySet:
        """Those that lists, counts and facets hold."""
        return self.filter(state=EntryState.PUBLISHED)

    def closed(self) -> InitiativeQuerySet:
        return self.filter(state=EntryState.CLOSED)

    # What filters ask (catalogue/filters.py): the same entries as the catalogue, in plain SQL.

    def in_state(self, state: str) -> InitiativeQuerySet:
        return self.filter(state=state)

    def narrow(self, facet: str, values: Iterable[str]) -> InitiativeQuerySet:
        """Those with one of these values of a facet, by the relations and not by ``facets``."""
        having = Initiative.objects.filter(_having(facet, list(values)))
        return self.filter(pk__in=having.values("pk"))

    def sorted(self, sort: str) -> InitiativeQuerySet:
        """By "name", in the database's alphabet, or "verified"; every other order is the newest."""
        if sort == "name":
            here = reader_language()
            name, other = f"name_{here}", "name_ru" if here == "en" else "name_en"
            return self.order_by(Lower(Coalesce(NullIf(name, Value("")), other)), "slug")
        if sort == "verified":
            return self.order_by(F("verified_at").desc(nulls_last=True), "slug")
        return self.order_by("-published_at", "slug")


_RELATIONS = {
    "region": "focus_regions__code",
    "language": "languages__code",
    "activity": "activities__slug",
    "audience": "audiences__slug",
    "seeks": "seeks__slug",
    "tag": "tags__slug",
}


def _having(facet: str, values: list[str]) -> Q:
    keys = [key_of(facet, value) for value in values]
    if facet == "country":
        online = Q(remote_for=[ANYBODY]) if ONLINE in values else Q()
        return Q(host_countries__code__in=keys) | online
    if facet == "city":
        having = Q(pk__in=[])
        for country, _separator, slug in (key.partition("/") for key in keys):
            having |= Q(cities__country__code=country, cities__slug=slug)
        return having
    if facet == "designation":
        having = Q(designations__ended="", designations__type__in=keys)
        if NO_DESIGNATION in keys:
            in_force = Initiative.objects.filter(designations__ended="")
            having |= ~Q(pk__in=in_force.values("pk"))
        return having
    return Q(**{f"{_RELATIONS.get(facet, facet)}__in": keys})


class Initiative(models.Model):
    """Every field of the content document, declared once, and what publishing derives from it."""

    # The content. Order and names are those of the document (content/document.py).
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    other_names = models.JSONField(default=list, blank=True)
    summary_en = models.CharField(max_length=280, blank=True)
    summary_ru = models.CharField(max_length=280, blank=True)
    description_en = models.TextField(max_length=3000, blank=True)
    description_ru = models.TextField(max_length=3000, blank=True)
    terms_en = models.CharField(max_length=280, blank=True)
    terms_ru = models.CharField(max_length=280, blank=True)
    cost = models.CharField(max_length=10, choices=Cost, blank=True)
    website = models.CharField(_("website"), max_length=500, blank=True)
    links = LinksField(default=list, blank=True)
    host_countries = models.ManyToManyField("initiatives.Country", related_name="initiatives")
    cities = models.ManyToManyField("initiatives.City", related_name="initiatives")
    # Whom it helps remotely: nobody, ["*"] for anybody anywhere, or codes of countries.
    remote_for = models.JSONField(default=list, blank=True)
    focus_regions = models.ManyToManyField("initiatives.FocusRegion", related_name="initiatives")
    languages = models.ManyToManyField("initiatives.Language", related_name="initiatives")
    activities = models.ManyToManyField("initiatives.Activity", related_name="initiatives")
    audiences = models.ManyToManyField("initiatives.Audience", related_name="initiatives")
    seeks = models.ManyToManyField("initiatives.SupportNeed", related_name="initiatives")
    tags = TaggableManager(through=TaggedInitiative, blank=True, manager=TagsOfInitiative)
    reach = models.CharField(max_length=20, choices=Reach)
    founded = PartialDateField(blank=True, default="")
    partners = models.ManyToManyField("self", symmetrical=False, related_name="named_by")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="projects"
    )
    state = models.CharField(_("state"), max_length=20, choices=EntryState)
    closed_on = PartialDateField(blank=True, default="")
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    sources = models.JSONField(default=list, blank=True)
    checked = PartialDateField(blank=True, default="")

    # Derived: written by publishing only.
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    facets = FacetsField()
    # For the search (search_terms.py), and the number of the analyser that made them.
    search_terms = models.JSONField(default=dict, blank=True)
    analysed_by = models.PositiveSmallIntegerField(default=0)
    changed_in = models.PositiveBigIntegerField(db_index=True)
    revision = models.ForeignKey(
        "initiatives.Submission", on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(
        _("published"),
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_how = models.CharField(
        _("how it was verified"), max_length=20, choices=VerifiedHow, blank=True
    )

    name = Bilingual("name")
    summary = Bilingual("summary")
    description = Bilingual("description")
    terms = Bilingual("terms")

    objects = InitiativeQuerySet.as_manager()

    if TYPE_CHECKING:
        designations: RelatedManager[LegalDesignation]
        successor_id: int | None
        revision_id: int

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_en="", name_ru=""), name="initiative_has_a_name"
            ),
            models.CheckConstraint(
                condition=~models.Q(summary_en="", summary_ru=""), name="initiative_has_a_summary"
            ),
            is_known("initiative", "kind", Kind),
            is_known("initiative", "reach", Reach),
            is_known("initiative", "state", EntryState),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_how="")
                | models.Q(verified_at__isnull=False, verified_how__in=VerifiedHow.values),
                name="initiative_is_verified_somehow",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | ~models.Q(state=EntryState.PUBLISHED),
                name="initiative_with_successor_is_not_published",
            ),
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | ~models.Q(successor=models.F("pk")),
                name="initiative_does_not_succeed_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("pk")),
                name="initiative_does_not_run_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("pages:entry", args=[self.slug])

    @property
    def is_listed(self) -> bool:
        """Whether it has a public page: the rule of ``listed()`` for a row at hand."""
        return self.state in LISTED_STATES


class OldSlug(models.Model):
    """A slug that an entry had before it was renamed: it redirects, and is never given again."""

    slug = models.SlugField(max_length=80, unique=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug
