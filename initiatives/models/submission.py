"""A submission: the only way in which anything becomes public (docs/decisions/0002)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.fields.sealed import SealedField
from initiatives.models.loaded import is_known

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from initiatives.models.decision import Decision


class Purpose(models.TextChoices):
    NEW = "new", _("New entry")
    CHANGE = "change", _("Change")
    VERIFICATION = "verification", _("Verification")


class SubmissionState(models.TextChoices):
    PENDING = "pending", _("Pending")
    NEEDS_INFO = "needs_info", _("Question asked")
    ENDORSED = "endorsed", _("Endorsed by the first moderator")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SPAM = "spam", _("Spam")


# Those that wait for somebody, and those that are final: a mistake takes a new submission.
OPEN_STATES = (SubmissionState.PENDING, SubmissionState.ENDORSED, SubmissionState.NEEDS_INFO)
FINAL_STATES = tuple(state for state in SubmissionState if state not in OPEN_STATES)
# How long after the decision a text is kept, by the state that it ended in; an approved one for
# good. ``erase_expired`` empties them then, and ``verify_log`` reports other empty ones.
TEXT_KEPT = {
    SubmissionState.SPAM: timedelta(days=30),
    SubmissionState.REJECTED: timedelta(days=180),
    SubmissionState.WITHDRAWN: timedelta(days=180),
}


class By(models.TextChoices):
    """Who acts. Names of people stand beside it, and only those of moderators."""

    MODERATOR = "moderator", _("Moderator")
    SUBMITTER = "submitter", _("Submitter")
    IMPORT = "import", _("Import")
    SYSTEM = "system", _("System")


class Relation(models.TextChoices):
    SPEAKS = "speaks", _("I speak for it")
    KNOWS = "knows", _("I know it")


class Submission(models.Model):
    """One proposed content document. Its state changes only by ``vetting.transition``."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    content = models.JSONField()
    # By what another one that is like it is found (vetting/duplicates.py), so that the desk need
    # not derive it anew from thousands of texts. Written with the content and emptied with it.
    known_by = models.JSONField(default=dict, editable=False)
    base = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="based_on_this"
    )
    initiative = models.ForeignKey(
        "initiatives.Initiative",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submissions",
        verbose_name=_("initiative"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=SubmissionState, default=SubmissionState.PENDING
    )
    by = models.CharField(_("sent by"), max_length=20, choices=By)
    # Host countries of the content and of what it would replace: ",AM,GE,". A text that both
    # engines can search; whose queue it is in follows from it (vetting/permissions.py).
    hosts = models.CharField(max_length=200, default=",")
    # Submissions with the same batch are published together or not at all.
    batch = models.CharField(_("batch"), max_length=20, blank=True, db_index=True)
    # The wish for an address before approval; what was given, after.
    slug = models.SlugField(_("address"), max_length=80, blank=True)
    held = models.CharField(_("held"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    relation = models.CharField(
        _("what the sender is to it"), max_length=10, choices=Relation, blank=True
    )
    reference = models.CharField(_("submission"), max_length=6, unique=True)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    contact = SealedField(blank=True, default="")
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True)
    # The submitter has written the receipt down: its page need not show it any more.
    receipt_kept = models.BooleanField(default=False)
    # The submitter wants to be asked once a year: then the contact outlives the decision.
    contact_asked_yearly = models.BooleanField(default=False)
    # When one of the moves without a way out was made; retention counts from it.
    decided_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # A submitter's acts are dated to the day; the order of acts is that of ids.
    submitted_at = models.DateTimeField(
        _("received"),
    )

    if TYPE_CHECKING:
        decisions: RelatedManager[Decision]
        versions: RelatedManager[ContentVersion]
        base_id: int | None
        initiative_id: int | None

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            is_known("submission", "purpose", Purpose),
            is_known("submission", "state", SubmissionState),
            is_known("submission", "by", By),
            models.CheckConstraint(
                condition=models.Q(purpose="new", base__isnull=True)
                | models.Q(purpose__in=["change", "verification"], base__isnull=False),
                name="submission_has_a_base_unless_new",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(initiative__isnull=False) & ~models.Q(slug=""),
                name="submission_approved_has_an_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody: a moderator, or the submitter's answer."""
        return self.state in OPEN_STATES

    @property
    def is_final(self) -> bool:
        """Whether it was decided or withdrawn, for good."""
        return self.state in FINAL_STATES

    @property
    def is_editable(self) -> bool:
        """Whether its text may still be changed, by the submitter or a moderator."""
        return self.is_open


class ContentVersion(models.Model):
    """One text of a submission. Never rewritten, only emptied when its time is over."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    by = models.CharField(max_length=20, choices=By)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["submission", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "number"], name="content_version_number_is_unique"
            ),
            is_known("content_version", "by", By),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}.{self.number}"
