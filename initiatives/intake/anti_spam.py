"""What keeps robots off the public's forms, without a cookie or an account."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from initiatives.catalogue.snapshot import Snapshot, current
from initiatives.models import Nonce as UsedNonce
from initiatives.models import Throttle
from initiatives.presenters.frame import framed, language
from initiatives.text.network import network_of
from initiatives.text.site_address import is_onion, site_address

LASTS = timedelta(hours=24)
FASTEST = timedelta(seconds=3)  # nobody reads and fills in a form in less
_AHEAD = timedelta(seconds=60)  # clocks of several servers differ a little


class Trust(StrEnum):
    FRESH = "fresh"
    EXPIRED = "expired"
    FORGED = "forged"  # missing, of another form, from the future, or not signed by us


@dataclass(frozen=True, slots=True)
class Nonce:
    """text: as it stands in the page. since: when the page with it was made."""

    text: str
    trust: Trust
    since: datetime | None = None

    @property
    def hash(self) -> str:
        return hashlib.sha256(f"nonce:{self.text}".encode()).hexdigest()

    def is_hasty(self, at: datetime) -> bool:
        return self.since is None or at - self.since < FASTEST


def draw_nonce(purpose: str, *, at: datetime) -> Nonce:
    """A new one for a form of this purpose."""
    text = f"{secrets.token_urlsafe(24)}.{int(at.timestamp() * 1000)}"
    return Nonce(_signer(purpose).sign(text), Trust.FRESH, at)


def read_nonce(text: str, purpose: str, *, at: datetime) -> Nonce:
    """What came back in a form. Never raises."""
    try:
        _random, _dot, since = _signer(purpose).unsign(text).rpartition(".")
        made = datetime.fromtimestamp(int(since) / 1000, tz=at.tzinfo)
    except (BadSignature, ValueError, OverflowError, OSError):
        return Nonce(text, Trust.FORGED)
    if made > at + _AHEAD:
        return Nonce(text, Trust.FORGED)
    if at - made > LASTS:
        return Nonce(text, Trust.EXPIRED, made)
    return Nonce(text, Trust.FRESH, made)


def kept_until(at: datetime) -> datetime:
    """Until when one that was used at this time is remembered: a midnight, so that it does not
    tell the time, and long after the nonce itself has expired."""
    day = (at + 2 * LASTS).astimezone(UTC) + timedelta(days=1)
    return day.replace(hour=0, minute=0, second=0, microsecond=0)


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"intake.{purpose}")


AN_HOUR = 5
ONION = "onion"


def network(request: HttpRequest) -> str:
    """The network that a request came from: ONION for all who come by the onion service, and ""
    where none can be told."""
    if is_onion(request.get_host()):
        return ONION
    return network_of(
        str(request.META.get("REMOTE_ADDR", "")),
        request.headers.get("X-Forwarded-For", ""),
        int(settings.TRUSTED_PROXIES),
    )


def is_within(request: HttpRequest, what: str, *, at: datetime) -> bool:
    """Count this against the allowance of its network; return whether it was within it.

    Counted by the hours of the clock, so that the row does not tell the minute (SR-2).
    """
    next_hour = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return Throttle.objects.take(
        what, of_the_day(network(request), at), most=AN_HOUR, until=next_hour, at=at
    )


def of_the_day(network: str, at: datetime) -> str:
    """What a network is counted under: another one each day, so that copies of the database do
    not tell that somebody came back."""
    return f"{network} {at:%Y-%m-%d}"


# Named like something that a robot wants to fill in; people do not see it.
HONEYPOT = "homepage"


@method_decorator([csrf_exempt, sensitive_post_parameters()], name="dispatch")
class PublicFormView(View):
    """purpose: a nonce made for one form is none for another. private: behind a receipt."""

    purpose = ""
    private = False
    section = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = datetime.now(UTC)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        # An empty form may lie in the browser's own history, so that Back finds what was typed.
        keep = request.method in ("GET", "HEAD") and not self.private
        response["Cache-Control"] = "private, no-cache" if keep else "no-store"
        if self.private:
            response["X-Robots-Tag"] = "noindex"
        return response

    @property
    def snapshot(self) -> Snapshot:
        if not hasattr(self, "_snapshot"):
            self._snapshot = current()
        return self._snapshot

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """A page in the frame. The twin in the other language of what was typed is no link: it
        would lose it. Where the context says ``other_form``, a step of the page's form, the
        header leads to the button that presses it."""
        robots = "noindex, nofollow" if self.private else ""
        frame = framed(
            self.request.path,
            self.snapshot,
            site=site_address(self.request.META.get("HTTP_HOST", "")),
            section=self.section,
            robots=robots,
        )
        if self.private:
            frame["page"] |= {"canonical": "", "alternates": []}
        if self.request.method == "POST" or (self.private and context.get("other_form")):
            frame["page"] |= {"other_url": "#other-language" if context.get("other_form") else ""}
        other = {"other_action": self._in_other_language(), "honeypot": HONEYPOT}
        return render(self.request, template, frame | other | context, status=status)

    def nonce(self) -> Nonce:
        """What came back with the form, and whether it may be used."""
        return read_nonce(self.request.POST.get("nonce", ""), self.purpose, at=self.at)

    def new_nonce(self) -> Nonce:
        return draw_nonce(self.purpose, at=self.at)

    def usable(self, nonce: Nonce) -> Nonce:
        """The same one, or a new one in place of one that cannot be used."""
        return nonce if nonce.trust == Trust.FRESH else self.new_nonce()

    def comes_from_elsewhere(self) -> bool:
        """Whether another site made the browser send this.

        A page without a referrer says ``Origin: null`` of itself, so that alone means nothing.
        """
        site = self.request.headers.get("Sec-Fetch-Site", "")
        if site:
            return site not in ("same-origin", "none")
        origin = self.request.headers.get("Origin", "null")
        if origin in ("null", settings.SITE_URL, settings.ONION_LOCATION):
            return False
        with contextlib.suppress(ValueError):
            return urlsplit(origin).netloc != self.request.get_host()
        return True

    def held(self, nonce: Nonce) -> str:
        """Why this has to wait apart, or "". Counts it against its network's allowance."""
        within = is_within(self.request, self.purpose, at=self.at)
        if self.request.POST.get(HONEYPOT):
            return "honeypot"
        if nonce.is_hasty(self.at):
            return "too fast"
        return "" if within else "allowance"

    def once(self, nonce: Nonce, act: Callable[[], object]) -> bool:
        """Do it and use the nonce up, both or neither; False when it was used before."""
        try:
            with transaction.atomic():
                UsedNonce.objects.create(hash=nonce.hash, expires_at=kept_until(self.at))
                act()
        except IntegrityError:
            if not UsedNonce.objects.filter(hash=nonce.hash).exists():
                raise
            return False
        return True

    def _in_other_language(self) -> dict[str, str]:
        other = "en" if language() == "ru" else "ru"
        return {"url": f"/{other}{self.request.path[3:]}", "language": other}
