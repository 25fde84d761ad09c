"""The questions of the public's form: their order, words and controls, and who sees the answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from initiatives.models import Kind, Relation

Words = str | Promise

# Names that end in _own and _other are asked in the page's language and in the other one.
SUMMARY_LIMIT, DESCRIPTION_LIMIT = 280, 3000


@dataclass(frozen=True)
class Asked:
    """name: of the field. control: the template that draws it. limit: what a counter counts to."""

    name: str
    control: str
    label: Words
    help: Words = ""
    limit: int = 0
    optional: bool = True
    public: bool = True


@dataclass(frozen=True)
class Part:
    title: Words
    asked: tuple[Asked, ...]
    more: tuple[Asked, ...] = ()
    more_label: Words = ""


KINDS = tuple((kind, kind.example) for kind in Kind)
RELATIONS = ((Relation.SPEAKS, _("I speak for it")), (Relation.KNOWS, _("I just know it")))

WHAT = Part(
    _("What it is"),
    (
        Asked(
            "website",
            "address",
            _("Website or main page"),
            _(
                "A Telegram channel will do as well. If there is neither, describe below how it is "
                "reached."
            ),
            optional=False,
        ),
        Asked("name_own", "name", _("Name"), _("As it calls itself."), optional=False),
        Asked("name_other", "name", _("Name")),
        Asked("kind", "kind", _("Kind"), optional=False),
        Asked(
            "summary_own",
            "textarea",
            _("In short"),
            _("What does a person get from it? One or two sentences, without praise."),
            limit=SUMMARY_LIMIT,
            optional=False,
        ),
    ),
    (
        Asked("summary_other", "textarea", _("In short"), limit=SUMMARY_LIMIT),
        Asked(
            "description_own",
            "long",
            _("Description"),
            _("What it does, for whom, how it is reached. Leave an empty line between paragraphs."),
            limit=DESCRIPTION_LIMIT,
        ),
        Asked("description_other", "long", _("Description"), limit=DESCRIPTION_LIMIT),
        Asked("links", "links", _("Links"), _("Only public addresses, none of private people.")),
        Asked("other_names", "lines", _("Other names"), _("One on each line.")),
        Asked("founded", "short", _("Founded"), _("A year, a month or a day: 2022 or 2022-03.")),
        Asked(
            "terms_own",
            "textarea",
            _("Who may come and how"),
            _("For example: by appointment, women only, in Russian."),
            limit=SUMMARY_LIMIT,
        ),
        Asked("terms_other", "textarea", _("Who may come and how"), limit=SUMMARY_LIMIT),
        Asked("cost", "cost", _("What it costs")),
        Asked(
            "tags",
            "lines",
            _("Tags"),
            _("Your own words, at most six, one on each line. The moderators may merge them."),
        ),
        Asked(
            "sources",
            "lines",
            _("Where this can be checked"),
            _("Addresses of public pages about it, one on each line. They speed up the check."),
        ),
    ),
    _("More about it: description, links, cost, sources"),
)
WHERE = Part(
    _("Where and for whom"),
    (
        Asked(
            "host_countries",
            "countries",
            _("Countries"),
            _("Where it works or meets. Leave this empty if it works only online."),
            optional=False,
        ),
        Asked("online", "check", _("Works online, from any country"), optional=False),
        Asked(
            "cities",
            "lines",
            _("Cities"),
            _("One on each line. No exact address: the site shows only the city."),
        ),
        Asked(
            "languages",
            "checks",
            _("Languages"),
            _("Those it uses with people."),
            optional=False,
        ),
        Asked("activities", "checks", _("What it does"), _("At most eight."), optional=False),
    ),
    (
        Asked("focus_regions", "checks", _("Regions of Russia it works for")),
        Asked("audiences", "checks", _("For whom"), _("At most eight.")),
        Asked("seeks", "checks", _("What it seeks"), _("At most eight.")),
    ),
    _("More: regions of Russia, for whom, what it seeks"),
)
YOU = Part(
    _("About you"),
    (
        Asked("relation", "relation", _("What you are to it"), optional=False, public=False),
        Asked(
            "contact",
            "contact",
            _("How to reach you"),
            _(
                "Telegram, Signal or email. Kept encrypted, opened by moderators only if they "
                "must, erased 90 days after the decision."
            ),
            public=False,
        ),
        Asked(
            "contact_yearly",
            "check",
            _("Keep my contact longer and ask me once a year whether the entry is still right"),
            public=False,
        ),
        Asked("note", "textarea", _("What else the moderators should know"), public=False),
    ),
)
PARTS = (WHAT, WHERE, YOU)

IN_OTHER_LANGUAGE = {
    ("name", "en"): _("Name in English"),
    ("name", "ru"): _("Name in Russian"),
    ("summary", "en"): _("In short, in English"),
    ("summary", "ru"): _("In short, in Russian"),
    ("description", "en"): _("Description in English"),
    ("description", "ru"): _("Description in Russian"),
    ("terms", "en"): _("Who may come and how, in English"),
    ("terms", "ru"): _("Who may come and how, in Russian"),
}
