"""Small files that browsers and search engines ask for by name."""

from __future__ import annotations

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from initiatives.pages.caching import site_of
from initiatives.presenters.frame import language

# Crawlers need neither the desk nor every combination of filters. What must not be found says so
# itself, by noindex: an address that is named here could be listed without being read.
ROBOTS = """User-agent: *
Disallow: /desk/
Disallow: /*/initiatives/filters/

Sitemap: {site}/sitemap.xml
"""
ICONS = (
    ("img/icon-192.png", "192x192", "any"),
    ("img/icon-512.png", "512x512", "any"),
    ("img/icon-maskable-512.png", "512x512", "maskable"),
)


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    return HttpResponse(
        ROBOTS.format(site=site_of(request)), content_type="text/plain; charset=utf-8"
    )


@require_safe
def favicon(request: HttpRequest) -> HttpResponseBase:
    """For what asks without reading the page that names it."""
    return HttpResponseRedirect(static("img/favicon.ico"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponseBase:
    """What a bookmark on a phone is called. "browser": the site does not offer itself as an app,
    which would stay on the phone with a name of its own."""
    return JsonResponse(
        {
            "name": _("Emigrant Initiatives"),
            "short_name": pgettext("under an icon", "Initiatives"),
            "lang": language(),
            "start_url": reverse("pages:home"),
            "scope": "/",
            "display": "browser",
            "background_color": "#ffffff",
            "theme_color": "#ffffff",
            "icons": [
                {"src": static(file), "sizes": sizes, "type": "image/png", "purpose": purpose}
                for file, sizes, purpose in ICONS
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )
