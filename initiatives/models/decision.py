"""The audit log: append-only in the database itself, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from initiatives.models.loaded import is_known
from initiatives.models.submission import By, Submission, SubmissionState


class Action(models.TextChoices):
    SUBMIT = "submit", _("Submitted")
    EDIT = "edit", _("Edited")
    ANSWER = "answer", _("Answered")
    WITHDRAW = "withdraw", _("Withdrawn")
    CORRECT = "correct", _("Corrected")
    ASK = "ask", _("Asked")
    ENDORSE = "endorse", _("Endorsed")
    SEND_BACK = "send_back", _("Sent back")
    APPROVE = "approve", _("Approved")
    REJECT = "reject", _("Rejected")
    SPAM = "spam", _("Marked as spam")
    RETURN = "return", _("Returned to the queue")


# The actions that end a submission -> the state to which each leads.
FINAL_ACTIONS = {
    Action.APPROVE: SubmissionState.APPROVED,
    Action.REJECT: SubmissionState.REJECTED,
    Action.SPAM: SubmissionState.SPAM,
    Action.WITHDRAW: SubmissionState.WITHDRAWN,
}


class Decision(models.Model):
    """One transition of one submission. ``vetting/audit_log.py`` appends it, nobody changes it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    by = models.CharField(max_length=20, choices=By)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The name at that moment: the chain must still verify when a person changes theirs.
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=20, choices=Action)
    reason = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, unique=True)

    if TYPE_CHECKING:
        submission_id: int
        actor_id: int | None

    class Meta:
        ordering = ["pk"]
        constraints = [
            is_known("decision", "by", By),
            is_known("decision", "action", Action),
            models.CheckConstraint(
                condition=models.Q(by=By.MODERATOR) | models.Q(actor__isnull=True),
                name="decision_names_only_moderators",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"


TABLE = Decision._meta.db_table
_UPDATE, _DELETE, _REPLACE, _TRUNCATE = (
    f"{TABLE}_no_{what}" for what in ("update", "delete", "replace", "truncate")
)
# Each engine's own; REPLACE is SQLite's, and deletes without a word to the triggers for deleting.
_NAMES = {
    "sqlite": (_UPDATE, _DELETE, _REPLACE),
    "postgresql": (_UPDATE, _DELETE, _TRUNCATE),
}

_INSTALL = {
    "sqlite": [
        f"CREATE TRIGGER IF NOT EXISTS {_UPDATE} BEFORE UPDATE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END",
        f"CREATE TRIGGER IF NOT EXISTS {_DELETE} BEFORE DELETE ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END",
        # Of each column that is unique.
        f"CREATE TRIGGER IF NOT EXISTS {_REPLACE} BEFORE INSERT ON {TABLE} WHEN EXISTS "  # noqa: S608
        f"(SELECT 1 FROM {TABLE} "
        "WHERE id = NEW.id OR previous_hash = NEW.previous_hash) "
        "BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END",
    ],
    "postgresql": [
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are append-only' "
        "USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER {_UPDATE} BEFORE UPDATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
        f"CREATE OR REPLACE TRIGGER {_DELETE} BEFORE DELETE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
        f"CREATE OR REPLACE TRIGGER {_TRUNCATE} BEFORE TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
    ],
}
_REMOVE = {
    "sqlite": [f"DROP TRIGGER IF EXISTS {name}" for name in _NAMES["sqlite"]],
    "postgresql": [f"DROP TRIGGER IF EXISTS {name} ON {TABLE}" for name in _NAMES["postgresql"]],
}
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) "
    "AND NOT tgisinternal AND tgenabled = 'O'",
}


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make updating and deleting decisions fail in the database. Doing it twice changes nothing.

    Runs after every ``migrate``: on SQLite a later ``AlterField`` remakes the table and silently
    drops its triggers.
    """
    with connection.cursor() as cursor:
        for statement in _INSTALL[connection.vendor]:
            cursor.execute(statement)


def remove_triggers(connection: BaseDatabaseWrapper) -> None:
    """For tests that flush the database, and for nothing else."""
    with connection.cursor() as cursor:
        for statement in _REMOVE[connection.vendor]:
            cursor.execute(statement)


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of those that are not there; a system check errors when there are any."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT[connection.vendor], [TABLE])
        return set(_NAMES[connection.vendor]) - {name for (name,) in cursor.fetchall()}
