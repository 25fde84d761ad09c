"""What every form of the public passes, in one class: no cookie, no account, still safe (SR-5, 6).

A form carries no authority of its own, so nothing here protects one; it keeps robots from
flooding the moderators, and a second press from sending twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from initiatives.catalogue.snapshot import Snapshot, current
from initiatives.intake import allowance, nonces
from initiatives.intake.nonces import Trust
from initiatives.models import Nonce
from initiatives.presenters.frame import framed, language
from initiatives.text.site_address import site_address

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

    def nonce(self) -> nonces.Nonce:
        """What came back with the form, and whether it may be used."""
        return nonces.read(self.request.POST.get("nonce", ""), self.purpose, at=self.at)

    def new_nonce(self) -> nonces.Nonce:
        return nonces.draw(self.purpose, at=self.at)

    def usable(self, nonce: nonces.Nonce) -> nonces.Nonce:
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

    def held(self, nonce: nonces.Nonce) -> str:
        """Why this has to wait apart, or "". Counts it against its network's allowance."""
        within = allowance.is_within(self.request, self.purpose, at=self.at)
        if self.request.POST.get(HONEYPOT):
            return "honeypot"
        if nonce.is_hasty(self.at):
            return "too fast"
        return "" if within else "allowance"

    def once(self, nonce: nonces.Nonce, act: Callable[[], object]) -> bool:
        """Do it and use the nonce up, both or neither; False when it was used before."""
        try:
            with transaction.atomic():
                Nonce.objects.create(hash=nonce.hash, expires_at=nonces.kept_until(self.at))
                act()
        except IntegrityError:
            if not Nonce.objects.filter(hash=nonce.hash).exists():
                raise
            return False
        return True

    def _in_other_language(self) -> dict[str, str]:
        other = "en" if language() == "ru" else "ru"
        return {"url": f"/{other}{self.request.path[3:]}", "language": other}
