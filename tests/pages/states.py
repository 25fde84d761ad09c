"""What a page may be besides what an address alone brings: each state as somebody comes to it.

A state takes a visitor, does what brings it about, and returns the answer. It may change the
database: whoever asks for states undoes that after each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest import mock

from django.db import transaction
from django.test import Client, override_settings
from django.utils.timezone import now

from initiatives.catalogue.snapshot import forget
from initiatives.models import (
    CatalogueVersion,
    Country,
    DesignationType,
    Initiative,
    LegalDesignation,
    Register,
    Submission,
)
from initiatives.operations import retention
from initiatives.vetting import decisions
from tests.factories import submission as factory
from tests.factories.submission import person
from tests.intake.visitor import Visitor, filled, hidden
from tests.journeys.examples import CLOSED

State = Callable[[Visitor], Any]
ME = {"contact": None, "note": None, "relation": None}
WORKING = {
    "relation": "speaks", "contact_yearly": "1", "cities": "Belgrade\r\nNowhere, Serbia",
    "tags": "zq-new-tag", "activities": ["legal-aid", "culture"], "cost": "free",
    "languages": ["ru", "fi", "ka"], "host_countries": ["RS", "GE"], "remote_for": "*",
    "link_type": ["telegram", ""], "link_url": ["https://t.me/zq_tea", "https://zq.example/2"],
}  # fmt: skip


def seen_anew() -> None:
    """Words and entries were changed: the next page is made of what they are now."""
    with transaction.atomic():
        CatalogueVersion.objects.lock().advance()
    forget()


def changed(path: str, slug: str, **values: Any) -> State:
    """The page at path, once an entry has these values."""

    def state(visitor: Visitor) -> Any:
        Initiative.objects.filter(slug=slug).update(**values)
        seen_anew()
        return visitor.open(path)

    return state


def at(path: str) -> State:
    return lambda visitor: visitor.open(path)


def in_region(number: int) -> State:
    """The page of a region that nobody covered, once so many do."""

    def state(visitor: Visitor) -> Any:
        for place in range(number):
            factory.publish_new(name_en=f"Zq {place}", focus_regions=["RU-TVE"])
        return visitor.open("regions/tver/")

    return state


def large_country(visitor: Visitor) -> Any:
    """More entries than its page shows."""
    for place in range(13):
        factory.publish_new(name_en=f"Zq {place}", host_countries=["RS"])
    return visitor.open("countries/serbia/")


def many_pages(visitor: Visitor) -> Any:
    """So many that the pager leaves some out."""
    with mock.patch("initiatives.catalogue.listing.PER_PAGE", 3):
        return visitor.open("initiatives/?page=8")


def country(**values: Any) -> State:
    def state(visitor: Visitor) -> Any:
        Country.objects.filter(slug="georgia").update(**values)
        seen_anew()
        return visitor.open("countries/georgia/")

    return state


def compared(*kinds: str) -> State:
    """A page whose foot says that an editor compared these registers."""

    def state(visitor: Visitor) -> Any:
        for kind in kinds:
            Register.objects.update_or_create(type=kind, defaults={"compared_on": "2026-10"})
        seen_anew()
        return visitor.open("about/")

    return state


def for_lgbtq_people(visitor: Visitor) -> Any:
    factory.publish_new("zq", audiences=["lgbtq-people"])
    return visitor.open("initiatives/zq/")


def run_by(visitor: Visitor) -> Any:
    """A project that has one of its own: both ways are shown."""
    meduza = Initiative.objects.get(slug="meduza")
    Initiative.objects.filter(slug="bumaga").update(parent=meduza)
    seen_anew()
    return visitor.open("initiatives/bumaga/")


def covered_by_a_partner(visitor: Visitor) -> Any:
    """Of two statuses one is its own, the other one that of a partner."""
    entry = Initiative.objects.get(slug="paper-vpn")
    entry.partners.add(Initiative.objects.get(slug="bumaga"))
    Initiative.objects.filter(pk=entry.pk).update(parent=None)
    LegalDesignation.objects.create(
        initiative=entry, type="undesirable", since="2024", source="https://a.example/"
    )
    seen_anew()
    return visitor.open("initiatives/paper-vpn/")


def nobody_verified(visitor: Visitor) -> Any:
    Initiative.objects.update(verified_at=None, verified_how="")
    seen_anew()
    return visitor.open("")


def one_import(visitor: Visitor) -> Any:
    Initiative.objects.update(published_at=now())
    seen_anew()
    return visitor.open("")


def several_imports(visitor: Visitor) -> Any:
    for minutes, one in enumerate(Initiative.objects.published()[:8]):
        at_another = now() - timedelta(minutes=minutes)
        Initiative.objects.filter(pk=one.pk).update(published_at=at_another)
    seen_anew()
    return visitor.open("")


def in_the_other_language(path: str) -> State:
    def state(visitor: Visitor) -> Any:
        here, there = ("en", "ru") if visitor.language == "en" else ("ru", "en")
        texts = {f"{name}_{here}": "" for name in ("summary", "description", "terms")}
        Initiative.objects.exclude(**{f"summary_{there}": ""}).update(**texts)
        seen_anew()
        return visitor.open(path)

    return state


def large_city(visitor: Visitor) -> Any:
    """More entries than its page shows."""
    for one in Initiative.objects.published().order_by("pk")[:30]:
        one.facets |= {"country": ["ge"], "city": ["ge-tbilisi"]}
        one.save(update_fields=["facets"])
    seen_anew()
    return visitor.open("countries/georgia/tbilisi/")


def contact(named: str) -> State:
    def state(visitor: Visitor) -> Any:
        with override_settings(CONTACT=named):
            return visitor.open("about/accessibility/")

    return state


def demonstration(visitor: Visitor) -> Any:
    with override_settings(DEMO=True):
        return visitor.open("about/")


def too_large(visitor: Visitor) -> Any:
    return visitor.client.generic("POST", visitor.address("submit/"), b"x" * (256 * 1024 + 1))


# --- The form ----------------------------------------------------------------------------------


def pressed(step: str, *, waits: int = 10, **changes: Any) -> State:
    """The form after this button, filled in."""

    def state(visitor: Visitor) -> Any:
        nonce = hidden(visitor.open(), "nonce")
        visitor.clock.shift(waits)
        return visitor.press(step, filled(**{"nonce": nonce, **changes}))

    return state


def previewed(**changes: Any) -> State:
    return lambda visitor: visitor.preview(**changes)


def likely_duplicate(visitor: Visitor) -> Any:
    return visitor.preview(website=Initiative.objects.get(slug="bumaga").website)


def sent_from_elsewhere(visitor: Visitor) -> Any:
    nonce = hidden(visitor.open(), "nonce")
    headers = {"sec-fetch-site": "cross-site"}
    return visitor.press("preview", filled(nonce=nonce), headers=headers)


def sent_twice(visitor: Visitor) -> Any:
    """Back in the browser, another text, and the same button once more."""
    nonce = hidden(visitor.preview(), "nonce")
    visitor.press("send", filled(nonce=nonce))
    return visitor.press("send", filled(nonce=nonce, summary_en="Something else."))


# --- The private page --------------------------------------------------------------------------


def status(act: Callable[[Submission], Any] | None = None, **changes: Any) -> State:
    """The private page after a moderator's act."""

    def state(visitor: Visitor) -> Any:
        receipt, submission = visitor.sent(**changes)
        if act:
            act(submission)
        return visitor.open(f"status/{receipt}/")

    return state


def approve(submission: Submission) -> None:
    milan = person("milan").moderator
    submission.content |= {"reach": "grassroots", "sources": ["https://a.example/"]}
    decisions.correct(submission, moderator=milan, document=submission.content, at=now())
    submission.refresh_from_db()
    factory.approve(submission, actor=person("nino"), at=now())
    forget()


def ask(submission: Submission) -> None:
    decisions.ask(submission, moderator=person("milan").moderator, text="Where?", at=now())


def ask_in_vain(submission: Submission) -> None:
    ask(submission)
    retention.erase_expired(at=now() + timedelta(days=15))


def erase(submission: Submission) -> None:
    decisions.reject(submission, moderator=person("milan").moderator, reason="other", at=now())
    retention.erase_expired(at=now() + timedelta(days=200))


def status_pressed(step: str, *, stale: bool = False, **data: Any) -> State:
    def state(visitor: Visitor) -> Any:
        receipt, submission = visitor.sent()
        ask(submission)
        nonce = "x" if stale else hidden(visitor.open(f"status/{receipt}/"), "nonce")
        return visitor.press(step, {"nonce": nonce, **data}, f"status/{receipt}/")

    return state


def editing(step: str, *, overtaken: bool = False, stale: bool = False, **changes: Any) -> State:
    """The correction after this button; overtaken: something was saved in another window."""

    def state(visitor: Visitor) -> Any:
        receipt, _submission = visitor.sent()
        path = f"status/{receipt}/edit/"
        pages = [visitor.open(path) for _window in range(2)]
        visitor.clock.shift(10)

        def data(page: Any, **more: Any) -> dict[str, Any]:
            keys = {name: hidden(page, name) for name in ("nonce", "version")}
            return filled(**{**keys, **ME, **more})

        if overtaken:
            other = {"summary_en": "Tea and talks on Sundays.", "founded": "2022"}
            visitor.press("send", data(pages[1], **other), path)
        mine = {"summary_en": "Coffee and help on Sundays."} if overtaken else {}
        if stale:
            mine["nonce"] = "x"
        return visitor.press(step, data(pages[0], **{**mine, **changes}), path)

    return state


STATES: dict[str, State] = {
    "home after one import": one_import,
    "home after several": several_imports,
    "entry in the other language": in_the_other_language("initiatives/kovcheg/"),
    "entry in the other language, on its card": in_the_other_language("initiatives/"),
    "a region with more than its page shows": in_region(13),
    "filters without a result": at("initiatives/filters/?kind=it&country=ge&region=ru-bu"),
    "listing by day of verification": at("initiatives/?sort=verified"),
    "nothing but closed ones": at("initiatives/?country=de&region=ru-mos"),
    "closed without a day": changed(f"initiatives/{CLOSED}/", CLOSED, closed_on=""),
    "closed, founded nobody knows when": changed(f"initiatives/{CLOSED}/", CLOSED, founded=""),
    "country reviewed lately": country(reviewed_on=f"{now().date()}"),
    "country with a note in one language": country(entry_and_stay_ru=""),
    "country with a note in the other": country(entry_and_stay_en="", population_note_en="Many."),
    "country without a note": country(entry_and_stay_en="", entry_and_stay_ru="",
                                      population_note_en="", population_note_ru=""),
    "country without a note of which numbers are known": country(
        entry_and_stay_en="", entry_and_stay_ru="",
        population_note_en="Many.", population_note_ru="Много."),
    "country of which numbers are known": country(
        population_note_en="Many.", population_note_ru="Много."
    ),
    "large city": large_city,
    "large country": large_country,
    "many pages": many_pages,
    "nobody verified": nobody_verified,
    "registers compared": compared(*DesignationType.values),
    "one register compared": compared("undesirable"),
    "entry for LGBTQ+ people": for_lgbtq_people,
    "country whose note has neither a date nor official pages": country(
        reviewed_on="", official=[]
    ),
    "entry with a status of the one that runs it": at("initiatives/paper-vpn/"),
    "entry with a status of a partner": covered_by_a_partner,
    "entry with a status of one that is hidden": changed(
        "initiatives/paper-vpn/", "bumaga", state="hidden"
    ),
    "project with a project": run_by,
    "entry with an address that has no room beside its name": changed(
        "initiatives/bumaga/", "bumaga", links=[{"type": "onion", "url": f"http://{'a' * 56}.on"}]
    ),
    "demonstration": demonstration,
    "accessibility, a page to write to": contact("https://a.example/write"),
    "accessibility, a mail address": contact("help@a.example"),
    "too large": too_large,
    "another country": pressed("country", host_countries=["RS", "GE"]),
    "another link": pressed("link", link_type=[""], link_url=["t.me/x"]),
    "more countries than menus of all": pressed("country", host_countries=[
        "AM", "DE", "GE", "IL", "KZ", "LT", "RS", "TR"]),
    "form that is far too long": pressed("preview", note="words " * 4000),
    "form that was open too long": pressed("preview", waits=25 * 3600),
    "form with faults": pressed("preview", **WORKING | {
        "website": "x y", "kind": "", "founded": "long ago", "relation": "",
        "cities": "Belgrade, Nowhere, At All\r\n,,", "summary_en": "x" * 300, "cost": "dear",
        "name_en": "", "activities": [], "host_countries": ["ZZ"], "link_url": ["x y", "ftp://z"]}),
    "form with one fault that is nowhere": pressed("preview", nonce="x"),
    "form that another site sent": sent_from_elsewhere,
    "back to editing": pressed("edit", **WORKING),
    "preview": previewed(),
    "preview of all there is": previewed(**WORKING),
    "preview of what was made of something": previewed(website="info@example.org"),
    "preview without a contact": previewed(contact=None, note=None),
    "preview of the same address": likely_duplicate,
    "preview of a similar name": previewed(name_en="Bumaga (Paper)", host_countries=["GE"],
                                           cities=None),
    "sent twice": sent_twice,
    "status of a new one": status(),
    "status, contact kept": status(**WORKING),
    "status of an approved one": status(approve),
    "status, not answered for long": status(ask_in_vain),
    "status of an erased one": status(erase),
    "status, answer empty": status_pressed("answer", text=""),
    "status, code too short": lambda visitor: visitor.press(
        "receipt", {"receipt": "ab12"}, "status/"
    ),
    "status, open too long": status_pressed("answer", stale=True, text="Here."),
    "correction with faults": editing("preview", website="x y"),
    "correction as readers see it": editing("preview"),
    "correction sent from an old page": editing("send", stale=True),
    "correction that was overtaken": editing("send", overtaken=True, name_ru="Чай",
                                             founded="2023", tags="tea"),
    "listing, old ones at the end": at("initiatives/?country=ge"),
    "country whose initiatives are all in cities": at("countries/czechia/"),
    "need that nobody answers, here or from any country": at("countries/chad/needs/protection/"),
    "need that is answered in several other countries": at("countries/chad/needs/lawyer/"),
    "need that others in the country may know of": at("countries/georgia/needs/child/"),
    "search that names a need and a country": at("initiatives/?q=lawyer+belgrade"),
    "search of what sharing can cost": at("initiatives/?q=repost"),
    "search by sound": at("initiatives/?q=medjuza"),
    "search, all words and some": at("initiatives/?q=legal+aid+Georgia"),
    "search that finds nothing": at("initiatives/?q=zzqxv"),
    "search that finds nothing within a filter": at("initiatives/?q=psychologist&country=td"),
    "nothing in a country, but from any": at("initiatives/?kind=it&country=td"),
    "regions of a chosen district": at("initiatives/?region=siberian"),
}  # fmt: skip


def speaking(visitor: Visitor, language: str) -> Visitor:
    """Somebody else with the other language."""
    return replace(visitor, client=Client(), language=language)
