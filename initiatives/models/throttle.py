"""How often somebody has tried something lately: one counter for form and sign-in (SR-6)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac


class ThrottleQuerySet(models.QuerySet["Throttle"]):
    """A window begins with the first attempt and is not moved by later ones."""

    def take(self, what: str, who: object, *, most: int, until: datetime, at: datetime) -> bool:
        """Count one attempt at ``what`` by ``who``; return whether it is one of the ``most``
        that the window allows, which ends at ``until`` if this is its first. One above them is
        not written: whoever is refused writes nothing.
        """
        key = _key(what, who)
        live = self.filter(key=key, expires_at__gt=at)
        for _again in range(2):
            if live.filter(count__gte=most).exists():
                return False
            if live.filter(count__lt=most).update(count=F("count") + 1):
                return True
            try:
                with transaction.atomic():
                    self.filter(key=key, expires_at__lte=at).delete()
                    self.create(key=key, count=1, expires_at=until)
                return True
            except IntegrityError:  # another process was first: count behind it
                continue
        return False

    def give_back(self, what: str, who: object, *, at: datetime) -> None:
        """Take one attempt back: it was right, so it was no guess."""
        live = self.filter(key=_key(what, who), expires_at__gt=at, count__gt=0)
        live.update(count=F("count") - 1)

    def is_used_up(self, what: str, who: object, *, most: int, at: datetime) -> bool:
        """Whether the next attempt would be refused; counts nothing."""
        return self.filter(key=_key(what, who), expires_at__gt=at, count__gte=most).exists()


class Throttle(models.Model):
    """Attempts in one window, which ends at ``expires_at``.

    ``key`` is a keyed hash of what was tried and by whom: no address and no name is stored. What
    is over is deleted by ``erase_expired``; what is not stays, however many there are.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    objects: ClassVar = ThrottleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"


def _key(what: str, who: object) -> str:
    return salted_hmac("initiatives.throttle", f"{what}\0{who}", algorithm="sha256").hexdigest()
