"""What keeps robots off the public's forms, without a cookie or an account."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.timezone import now
from django.utils.translation import gettext_lazy
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


class Nonce(NamedTuple):
    """The signed, expiring, single-use number in every public form, in place of a cookie.

    It is the idempotency key too: its hash is in a unique column once the form has been taken,
    and the first receipt is a keyed hash of it, so a second press finds the first receipt again.
    text: as it is in the page. since: when that page was made, None where it cannot be used:
    missing, expired, of another form, from the future, or not signed by us.
    """

    text: str
    since: datetime | None = None

    @property
    def hash(self) -> str:
        return hashlib.sha256(f"nonce:{self.text}".encode()).hexdigest()


def draw_nonce(purpose: str, *, at: datetime) -> Nonce:
    """A new one for a form of this purpose."""
    text = f"{secrets.token_urlsafe(24)}.{int(at.timestamp() * 1000)}"
    return Nonce(_signer(purpose).sign(text), at)


def read_nonce(text: str, purpose: str, *, at: datetime) -> Nonce:
    """What came back in a form. Never raises."""
    try:
        _random, _dot, since = _signer(purpose).unsign(text).rpartition(".")
        made = datetime.fromtimestamp(int(since) / 1000, tz=at.tzinfo)
    except (BadSignature, ValueError, OverflowError, OSError):
        return Nonce(text)
    return Nonce(text, made if at - LASTS <= made <= at + _AHEAD else None)


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"intake.{purpose}")


AN_HOUR = 5  # of what one network may send before the next ones are held; none is refused
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


def of_the_day(network: str, at: datetime) -> str:
    """What a network is counted under: another one each day, so that copies of the database do
    not tell that somebody came back."""
    return f"{network} {at:%Y-%m-%d}"


# Named like something that a robot wants to fill in; people do not see it.
HONEYPOT = "homepage"


@method_decorator([csrf_exempt, sensitive_post_parameters()], name="dispatch")
class PublicFormView(View):
    """What every form of the public passes: no cookie, no account, still safe.

    A form carries no authority of its own, so nothing here protects one; it keeps robots from
    flooding the moderators, and a second press from sending twice.
    purpose: a nonce made for one form is none for another. private: behind a receipt.
    """

    ELSEWHERE = gettext_lazy("This was not sent from our page. Check it and press again.")
    EXPIRED = gettext_lazy("This page was open for too long. Nothing is lost: press again.")
    purpose = ""
    private = False
    section = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        # An empty form may lie in the browser's own history, so that Back finds what was typed.
        keep = request.method in ("GET", "HEAD") and not self.private
        response["Cache-Control"] = "private, no-cache" if keep else "no-store"
        if self.private:
            response["X-Robots-Tag"] = "noindex"
        return response

    @cached_property
    def snapshot(self) -> Snapshot:
        return current()

    def page(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """A page in the frame. The twin in the other language of what was typed is not a link: it
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
        other = "en" if language() == "ru" else "ru"
        action = {"url": f"/{other}{self.request.path[3:]}", "language": other}
        context = {"other_action": action, "honeypot": HONEYPOT, **context}
        return render(self.request, template, frame | context, status=status)

    def nonce(self) -> Nonce:
        """What came back with the form, and whether it may be used."""
        return read_nonce(self.request.POST.get("nonce", ""), self.purpose, at=self.at)

    def new_nonce(self) -> Nonce:
        return draw_nonce(self.purpose, at=self.at)

    def usable(self, nonce: Nonce) -> Nonce:
        """The same one, or a new one in place of one that cannot be used."""
        return nonce if nonce.since else self.new_nonce()

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
        """Why this has to wait apart, or "". Counts it against its network's allowance, by the
        hours of the clock, so that the row does not tell the minute."""
        who = of_the_day(network(self.request), self.at)
        next_hour = self.at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        within = Throttle.objects.take(self.purpose, who, most=AN_HOUR, until=next_hour, at=self.at)
        if self.request.POST.get(HONEYPOT):
            return "honeypot"
        if nonce.since is None or self.at - nonce.since < FASTEST:
            return "too fast"
        return "" if within else "allowance"

    def once(self, nonce: Nonce, act: Callable[[], object]) -> bool:
        """Do it and use the nonce up, both or neither; False when it was used before."""
        # Remembered until a midnight, so that the row does not tell the time, and long after the
        # nonce itself has expired.
        day = self.at + 2 * LASTS + timedelta(days=1)
        until = day.replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            with transaction.atomic():
                UsedNonce.objects.create(hash=nonce.hash, expires_at=until)
                act()
        except IntegrityError:
            if not UsedNonce.objects.filter(hash=nonce.hash).exists():
                raise
            return False
        return True
