"""Where people live now (countries, cities) and the regions of Russia that they work for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from initiatives.fields.bilingual import Bilingual
from initiatives.fields.partial_date import PARTIAL_DATE_OR_EMPTY, PartialDateField
from initiatives.models.loaded import (
    SearchedChoices,
    SearchedRow,
    has_a_name,
    has_a_slug,
    lies_on_earth,
)


class Country(SearchedRow):
    """A host country by ISO 3166-1; all are loaded, those `featured` or with entries are listed."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    # Of the English name when the row was made; never changed later, addresses live on it.
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    featured = models.BooleanField(_("always listed"), default=False)
    entry_and_stay_en = models.TextField(_("entry and stay, in English"), blank=True)
    entry_and_stay_ru = models.TextField(_("entry and stay, in Russian"), blank=True)
    population_note_en = models.TextField(_("how many came, in English"), blank=True)
    population_note_ru = models.TextField(_("how many came, in Russian"), blank=True)
    # Addresses of the pages that both notes rest on.
    sources = models.JSONField(_("sources"), default=list, blank=True)
    # Pages of the country's own authorities: {"label_en": …, "label_ru": …, "url": …} each.
    official = models.JSONField(_("official pages"), default=list, blank=True)
    reviewed_on = PartialDateField(_("reviewed on"), blank=True)

    name = Bilingual("name")
    entry_and_stay = Bilingual("entry_and_stay")
    population_note = Bilingual("population_note")

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            has_a_name("country"),
            has_a_slug("country"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[A-Z]{2}\Z"), name="country_code_is_iso"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_on__regex=PARTIAL_DATE_OR_EMPTY),
                name="country_reviewed_on_is_a_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """The country's page in the reader's language."""
        return reverse("pages:country", args=[self.slug])


class City(SearchedRow):
    """A city of a host country; the finest place that the directory knows."""

    country = models.ForeignKey(
        Country, models.PROTECT, related_name="cities", verbose_name=_("country")
    )
    slug = models.SlugField(_("slug"), max_length=80, db_index=False)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    # Other spellings that people type.
    synonyms = models.JSONField(_("other spellings"), default=list, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    name = Bilingual("name")

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering: ClassVar = ["country__code", "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "slug"], name="city_slug_per_country"),
            has_a_name("city"),
            has_a_slug("city"),
            lies_on_earth("city"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """The city's page in the reader's language; reads the country."""
        return reverse("pages:city", args=[self.country.slug, self.slug])


class FederalDistrict(SearchedChoices):
    """The eight federal districts; they only group the regions on pages."""

    CENTRAL = (
        "central",
        ("central district", "centre of Russia", "Moscow and around", "Black Earth", "Golden Ring"),
        (
            "центр",
            "центральный округ",
            "цфо",
            "средняя полоса",
            "черноземье",
            "золотое кольцо",
            "подмосковье",
        ),
        _("Central Russia"),
    )
    NORTHWESTERN = (
        "northwestern",
        ("northwest", "Russian North", "Baltic coast", "NWFD", "Saint Petersburg and around"),
        ("сзфо", "русский север", "север", "поморье", "прибалтика россии"),
        _("North-West"),
    )
    SOUTHERN = (
        "southern",
        ("south of Russia", "southern district", "Kuban", "Lower Volga", "Don"),
        ("юфо", "южный округ", "кубань", "нижняя волга", "дон", "черноморье"),
        _("South"),
    )
    NORTH_CAUCASIAN = (
        "north-caucasian",
        ("Caucasus", "north caucasian district", "mountain republics", "Caucasians", "NCFD"),
        ("кавказ", "скфо", "кавказские республики", "кавказцы", "горцы"),
        _("North Caucasus"),
    )
    VOLGA = (
        "volga",
        ("Volga", "middle Volga", "Idel-Ural", "Volga-Ural", "PFD"),
        ("пфо", "приволжье", "волга", "средняя волга", "идель-урал", "приволжский округ"),
        _("Volga region"),
    )
    URAL = (
        "ural",
        ("Ural", "Urals district", "Ural federal district", "western Siberia north", "Ural region"),
        ("урфо", "уральский округ", "средний урал", "южный урал", "уральцы"),
        _("Urals"),
    )
    SIBERIAN = (
        "siberian",
        ("Siberian district", "western Siberia", "eastern Siberia", "Siberians", "SFD"),
        ("сфо", "сибиряки", "западная сибирь", "восточная сибирь", "сибирский округ"),
        _("Siberia"),
    )
    FAR_EASTERN = (
        "far-eastern",
        ("Russian Far East", "Pacific coast", "far eastern district", "DFO", "DFD"),
        ("дфо", "дв", "дальневосточный округ", "приморье", "тихоокеанское побережье"),
        _("Far East"),
    )


class FocusRegion(SearchedRow):
    """A subject of the Russian Federation, ISO 3166-2:RU, that an initiative works for.

    The 83 within internationally recognised borders.
    """

    code = models.CharField(_("code"), max_length=6, unique=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    # Labels that fit a tile of the map.
    short_en = models.CharField(_("short name in English"), max_length=20)
    short_ru = models.CharField(_("short name in Russian"), max_length=20)
    federal_district = models.CharField(
        _("federal district"), max_length=20, choices=FederalDistrict
    )
    capital_en = models.CharField(_("capital in English"), max_length=80)
    capital_ru = models.CharField(_("capital in Russian"), max_length=80)
    # Of the capital.
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    synonyms_en = models.JSONField(_("other names in English"), default=list, blank=True)
    synonyms_ru = models.JSONField(_("other names in Russian"), default=list, blank=True)
    neighbours = models.ManyToManyField("self", blank=True, verbose_name=_("neighbours"))
    # The place on the map of equal tiles, from the upper left, counted from 0.
    tile_column = models.PositiveSmallIntegerField(_("column on the tile map"))
    tile_row = models.PositiveSmallIntegerField(_("row on the tile map"))

    name = Bilingual("name")
    short = Bilingual("short")
    capital = Bilingual("capital")

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            has_a_name("region"),
            has_a_slug("region"),
            lies_on_earth("region"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^RU-[A-Z]{2,3}\Z"), name="region_code_is_iso"
            ),
            models.CheckConstraint(
                condition=models.Q(federal_district__in=FederalDistrict.values),
                name="region_district_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(tile_column__range=(0, 29), tile_row__range=(0, 29)),
                name="region_tile_is_on_the_map",
            ),
            models.UniqueConstraint(
                fields=["tile_column", "tile_row"], name="region_tile_is_its_own"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)
