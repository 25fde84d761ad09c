"""The words that entries are described with: languages, controlled vocabularies, free tags."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, NaturalKeyManager, TagBase

from initiatives.fields.bilingual import Bilingual, Text, pick
from initiatives.models.loaded import SLUG, LoadedRow, SearchedRow, has_a_name, has_a_slug


def not_into_itself(model: str) -> models.CheckConstraint:
    """A word that was merged means another word."""
    return models.CheckConstraint(
        condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
        name=f"{model}_not_merged_into_itself",
    )


class Language(LoadedRow):
    """A language in which initiatives speak to people, by ISO 639-1, else 639-3."""

    code = models.CharField(_("code"), max_length=3, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=80, blank=True)
    name_native = models.CharField(_("name in itself"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    name = Bilingual("name")

    class Meta:
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        ordering: ClassVar = ["order", "code"]
        constraints: ClassVar = [
            has_a_name("language"),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[a-z]{2,3}\Z"), name="language_code_is_iso"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class RetirableRow(SearchedRow):
    """A word that can be retired: it is none any more as soon as no listed entry bears it.

    Its row stays: its URLs lead to the view without it, and documents that name it can be read
    and replayed.
    """

    retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("No longer a word once no entry in the directory has it."),
    )

    class Meta:
        abstract = True


class ControlledWord(RetirableRow):
    """A word that only editors make, rename, order, merge and retire."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    # Entries and addresses that still say this word mean the other one.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    name = Bilingual("name")

    class Meta:
        abstract = True
        ordering: ClassVar = ["order", "slug"]

    def __str__(self) -> str:
        return str(self.name)


def _constraints(model: str) -> list[models.BaseConstraint]:
    return [has_a_name(model), has_a_slug(model), not_into_itself(model)]


class Activity(ControlledWord):
    """What an initiative does."""

    class Meta(ControlledWord.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints: ClassVar = _constraints("activity")


class Audience(ControlledWord):
    """Whom an initiative is for."""

    class Meta(ControlledWord.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints: ClassVar = _constraints("audience")


class SupportNeed(ControlledWord):
    """What an initiative seeks from supporters."""

    class Meta(ControlledWord.Meta):
        verbose_name = _("support need")
        verbose_name_plural = _("support needs")
        constraints: ClassVar = _constraints("support_need")


class ByNaturalKey(NaturalKeyManager, models.Manager[Any]):
    """taggit's manager, of which type checkers know nothing."""


class Tag(TagBase, RetirableRow):
    """A free word; born when an entry that proposed it is published.

    taggit finds a tag by `name`, which is one text for all languages: here it always equals the
    slug, so that no change of a name makes taggit see another tag. What readers see is `label`.
    """

    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=80, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
    )

    objects: ClassVar[models.Manager[Tag]] = ByNaturalKey()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            has_a_name("tag"),
            models.CheckConstraint(condition=models.Q(slug__regex=SLUG), name="tag_slug_is_plain"),
            models.CheckConstraint(
                condition=models.Q(name=models.F("slug")), name="tag_name_is_its_slug"
            ),
            not_into_itself("tag"),
        ]

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> Text:
        """The tag in the reader's language, else in the other one."""
        return pick(self.name_en, self.name_ru)


class TaggedInitiative(ItemBase, models.Model):
    """That an initiative has a tag."""

    content_object = models.ForeignKey(
        "initiatives.Initiative", models.CASCADE, related_name="tagged"
    )
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged")

    natural_key_fields: ClassVar = ["content_object__slug", "tag__name"]
    objects: ClassVar[models.Manager[TaggedInitiative]] = ByNaturalKey()

    class Meta:
        verbose_name = _("tag of an initiative")
        verbose_name_plural = _("tags of initiatives")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="tagged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.content_object_id} {self.tag_id}"

    def natural_key(self) -> list[str]:
        return [self.content_object.slug, self.tag.name]


class TagsOfInitiative(_TaggableManager):
    """``initiative.tags``: read as any manager of taggit, written by publishing only."""

    def similar_objects(self) -> list[Any]:
        """The listed entries that share tags, those with most of them first."""
        return [one for one in super().similar_objects() if one.is_listed]

    def add(self, *tags: Any, **options: Any) -> None:
        raise TypeError(
            "Tags belong to the document of an entry, and only publish() writes them: otherwise "
            "its facets, its history and the log would say something else. Submit a change of "
            "its document (initiatives.vetting.submitting.submit) and have it approved."
        )

    set = remove = clear = add
