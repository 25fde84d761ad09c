"""EntryForm: its declared fields are the definition of an entry, in the document's order.

Every content document passes it, wherever it comes from: public form, moderators' editor, import,
and once more at publication. The forms of pages are subsets of it, which say what they ask.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from initiatives.content import widgets
from initiatives.content.designations_field import DesignationsField
from initiatives.content.document import SCHEMA, Changed, Document, Stage, upgraded
from initiatives.content.fields import (
    AddressesField,
    AddressField,
    ChoiceField,
    DateField,
    EntriesField,
    LinksField,
    NamesField,
    OtherEntryField,
    TextField,
    WordsField,
)
from initiatives.content.proposed_field import ProposedField, is_complete, open_proposals
from initiatives.content.reading import distinct, shown, too_many
from initiatives.content.remote_field import RemoteField
from initiatives.content.schema import (
    Schema,
    object_schema,
)
from initiatives.fields.links import MAILTO, LinkType
from initiatives.models import Cost, EntryState, Initiative, Kind, Reach, Vocabulary

SEND, PUBLISH = Stage.SEND, Stage.PUBLISH
NAME, TEXTS, LINKS, PLACES = Changed.NAME, Changed.TEXTS, Changed.LINKS, Changed.PLACES
WORK, PARTNERS, STATUS, SOURCES = Changed.WORK, Changed.PARTNERS, Changed.STATUS, Changed.SOURCES
SENTENCES, DESCRIPTION = 280, 3000
A_DATE = _("A year, a month or a day: 2022, 2022-03 or 2022-03-10.")
BY_NAME = _("One per line, by name. An unknown one becomes a proposal.")


class EntryForm(forms.Form):
    """Validates one content document.

    ``data``: the document, of any past schema, or anything at all: what it should not be is told
    in ``errors``, never raised. ``is_new``: as for ``DocumentField``. ``entries`` maps each
    slug that partners and successor may name, old ones too, to the present one
    (``slugs.entries_named``). ``slug`` is the entry's own.
    """

    kind = ChoiceField(_("Kind"), WORK, choices=Kind, required_to=SEND, message=_("Choose a kind."))
    name_en = TextField(
        _("Name in English"),
        NAME,
        limit=120,
        required_to=SEND,
        instead=["name_ru"],
        message=_("Enter a name in either language."),
    )
    name_ru = TextField(_("Name in Russian"), NAME, limit=120)
    other_names = NamesField(
        _("Other names"), NAME, limit=120, most=10, help_text=_("One per line.")
    )
    summary_en = TextField(
        _("Summary in English"),
        TEXTS,
        limit=SENTENCES,
        widget=widgets.PARAGRAPH,
        required_to=SEND,
        instead=["summary_ru"],
        message=_("Describe in one or two sentences what it offers, in either language."),
    )
    summary_ru = TextField(
        _("Summary in Russian"), TEXTS, limit=SENTENCES, widget=widgets.PARAGRAPH
    )
    description_en = TextField(
        _("Description in English"), TEXTS, limit=DESCRIPTION, lines=True, widget=widgets.LONG_TEXT
    )
    description_ru = TextField(
        _("Description in Russian"), TEXTS, limit=DESCRIPTION, lines=True, widget=widgets.LONG_TEXT
    )
    terms_en = TextField(
        _("Who can get help, and how, in English"), TEXTS, limit=SENTENCES, widget=widgets.PARAGRAPH
    )
    terms_ru = TextField(
        _("Who can get help, and how, in Russian"), TEXTS, limit=SENTENCES, widget=widgets.PARAGRAPH
    )
    cost = ChoiceField(_("What it costs"), TEXTS, choices=Cost)
    website = AddressField(
        _("Website"),
        LINKS,
        required_to=SEND,
        instead=["links", "description_en", "description_ru"],
        message=_("Enter a website or a link, or say in the description how to reach it."),
    )
    links = LinksField(
        _("Links"), LINKS, most=12, help_text=_("A row without an address is ignored.")
    )
    host_countries = WordsField(
        _("Countries"),
        PLACES,
        facet="country",
        most=20,
        widget=widgets.Checks(shown=0),
        required_to=SEND,
        instead=["remote_for"],
        message=_("Choose a country, or say whom it helps remotely."),
    )
    cities = WordsField(
        _("Cities"), PLACES, facet="city", most=20, widget=widgets.Places, help_text=BY_NAME
    )
    remote_for = RemoteField(
        _("Helps remotely"),
        PLACES,
        most=20,
        help_text=_(
            "Where the people it helps remotely are. Leave this empty if it helps only in person."
        ),
    )
    focus_regions = WordsField(
        _("Regions of Russia it works for"),
        WORK,
        facet="region",
        most=83,
        widget=widgets.Checks(shown=0),
    )
    languages = WordsField(
        _("Languages"),
        WORK,
        facet="language",
        most=20,
        required_to=SEND,
        message=_("Choose at least one language."),
    )
    activities = WordsField(
        _("Activities"),
        WORK,
        facet="activity",
        most=8,
        widget=widgets.Checks(shown=widgets.ALL),
        required_to=SEND,
        message=_("Choose at least one activity."),
    )
    audiences = WordsField(
        _("For whom"), WORK, facet="audience", most=8, widget=widgets.Checks(shown=widgets.ALL)
    )
    seeks = WordsField(
        _("What it seeks"), WORK, facet="seeks", most=8, widget=widgets.Checks(shown=widgets.ALL)
    )
    tags = WordsField(_("Tags"), WORK, facet="tag", most=6, widget=widgets.Tags, help_text=BY_NAME)
    reach = ChoiceField(
        _("Reach"),
        WORK,
        choices=Reach,
        required_to=PUBLISH,
        message=_("Choose its reach."),
    )
    founded = DateField(_("Founded"), WORK, help_text=A_DATE)
    partners = EntriesField(
        _("Partners"),
        PARTNERS,
        most=20,
        help_text=_("One per line: the name in the entry’s address."),
    )
    parent = OtherEntryField(
        _("Run by"),
        PARTNERS,
        help_text=_("Whose project it is: the name in that entry’s address."),
    )
    state = ChoiceField(
        _("State"),
        choices=EntryState,
        default=EntryState.PUBLISHED.value,
        required_to=SEND,
        message=_("Choose a state."),
    )
    closed_on = DateField(_("Closed on"), help_text=A_DATE)
    successor = OtherEntryField(
        _("Successor"), PARTNERS, help_text=_("The name in the entry’s address.")
    )
    designations = DesignationsField(
        _("Designations by Russian authorities"),
        STATUS,
        most=20,
        help_text=_(
            "Only with a date and a source. A row without a type is ignored. Where the status is "
            "that of its parent or of a partner, say whose: the name in that entry’s address."
        ),
    )
    sources = AddressesField(
        _("Sources"),
        SOURCES,
        most=10,
        required_to=PUBLISH,
        message=_("Enter at least one address where this can be checked."),
        help_text=_("One address per line."),
    )
    checked = DateField(
        _("Month of the newest source"), SOURCES, help_text=_("For example 2024-05.")
    )
    proposed = ProposedField(
        _("Proposed cities and tags"),
        most={"cities": 20, "tags": 6},
        help_text=_(
            "Enter the name in the address and both names; for a city, its "
            "country and coordinates too. The word is added on publication. Or "
            "write a known word in its own field above and clear the name here."
        ),
    )

    fields: dict[str, Any]
    is_new = False
    email_of_website = ""  # an email address that stood in its place and became a link
    is_typed = False  # whether it reads what a browser sent, and not a document
    before: Document = {}  # where a form asks for some fields only, the document of the others

    def __init__(
        self,
        data: Any,
        *,
        vocabulary: Vocabulary,
        entries: Mapping[str, str],
        stage: Stage | str = SEND,
        slug: str = "",
        is_new: bool = False,
        **kwargs: Any,
    ) -> None:
        self.stage, self.slug = Stage(stage), slug
        self.is_new = self.is_new or is_new
        self.is_document = isinstance(data, Mapping)
        if not self.is_typed:
            data = upgraded(dict(data)) if self.is_document else {}
        super().__init__(data, **kwargs)
        for field in self.fields.values():
            field.is_new = self.is_new
            field.prepare(vocabulary, entries)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.is_typed:
            self._clean_shape()
        self._clean_website(given)
        self._clean_places(given)
        self._clean_state(given)
        self._clean_others(given)
        self._require(given)
        self._clean_proposed(given)
        return given

    def document(self) -> Document:
        """What was validated, as a canonical document. ValueError for one that is not valid."""
        if not self.is_valid():
            raise ValueError("not a valid document")
        given = {name: self.cleaned_data[name] for name in FIELDS if name in self.fields}
        return {**self.before, "schema": SCHEMA, **given}

    def _refuse(self, name: str | None, message: Any, code: str = "", **params: Any) -> None:
        self.add_error(name, ValidationError(message, code=code, params=params))

    def _clean_shape(self) -> None:
        """Of a document: the right schema, no field that we do not know, no null."""
        if not self.is_document:
            self._refuse(None, _("The content must be a JSON object."))
            return
        version = self.data.get("schema", SCHEMA)
        if isinstance(version, bool) or version != SCHEMA:
            self._refuse(
                None,
                _("The document’s schema is %(given)s; this program knows %(known)d."),
                code="schema",
                given=shown(version),
                known=SCHEMA,
            )
        for name, value in self.data.items():
            if name not in self.fields and name != "schema":
                message = _("The document has no field %(names)s.")
                self._refuse(None, message, code="unknown_field", names=shown(name))
            elif name in self.fields and value is None:
                self._refuse(name, _("Leave this out instead of writing “null”."))

    def _clean_website(self, given: dict[str, Any]) -> None:
        """An email address in its place becomes a link."""
        if not given.get("website", "").startswith("mailto:"):
            return
        self.email_of_website = given["website"].removeprefix("mailto:")
        given.update(with_email_as_link(given))
        most, length = self.fields["links"].most, len(given["links"])
        if length > most:
            self.add_error("links", too_many(most, length))

    def _clean_places(self, given: dict[str, Any]) -> None:
        """A city implies its country."""
        if "cities" not in given or "host_countries" not in given:
            return
        keys = [city.partition("/")[0] for city in given["cities"]]
        proposed = given.get("proposed", {}).get("cities", [])
        keys += [city["country"] for city in proposed if city["country"] and is_complete(city)]
        given["host_countries"] = distinct([*given["host_countries"], *keys])
        most, length = self.fields["host_countries"].most, len(given["host_countries"])
        if length > most:
            self.add_error("host_countries", too_many(most, length))

    def _clean_state(self, given: dict[str, Any]) -> None:
        for name in ("closed_on", "successor"):
            if given.get("state") == EntryState.PUBLISHED and given.get(name):
                message = _(
                    "Only a closed or hidden entry has this: change the state or clear the field."
                )
                self._refuse(name, message, code="state")

    def _clean_others(self, given: dict[str, Any]) -> None:
        """An entry is none of its own others; a status comes from its parent or a partner."""
        for name, named in (
            ("successor", [given.get("successor")]),
            ("parent", [given.get("parent")]),
            ("partners", given.get("partners", [])),
        ):
            if self.slug and self.slug in named:
                self._refuse(name, _("An entry cannot name itself here."), code="itself")
        if not {"designations", "parent", "partners"} <= given.keys():
            return
        others = {"", given["parent"], *given["partners"]}
        for of in dict.fromkeys(one["of"] for one in given["designations"]):
            if of not in others:
                message = _(
                    "“%(slug)s” is neither the parent nor a partner: only their status can cover "
                    "this entry."
                )
                self._refuse("designations", message, code="of", slug=shown(of))

    def _require(self, given: dict[str, Any]) -> None:
        """What has to be there at this stage. A faulty value counts: it has a message already."""
        for name, field in self.fields.items():
            if field.required_to in (SEND, self.stage) and not any(
                one not in given or given[one] for one in (name, *field.instead)
            ):
                self._refuse(name, field.error_messages["required"], code="required")

    def _clean_proposed(self, given: dict[str, Any]) -> None:
        """They count with the known ones; and before publication each is settled."""
        proposed = given.get("proposed") or FIELDS["proposed"].empty()
        for name, proposals in proposed.items():
            length = len(given.get(name, [])) + len(proposals)
            if proposals and length > self.fields[name].most:
                self.add_error(name, too_many(self.fields[name].most, length))
        if self.stage == PUBLISH and (waiting := open_proposals(proposed)):
            self._refuse(
                "proposed",
                _("For each proposal, choose a known word or fill in the rest: %(names)s."),
                code="open",
                names=", ".join(shown(name) for name in waiting),
            )


FIELDS: Mapping[str, Any] = EntryForm.base_fields  # name -> its field, in the document's order


def empty() -> Document:
    """A document that says nothing: every field with the value that means "not given"."""
    return {"schema": SCHEMA, **{name: field.empty() for name, field in FIELDS.items()}}


def arranged(document: Document) -> Document:
    """The document with every field present, in order, and sets that have no order sorted.

    Two documents that say the same are equal afterwards, and so are their hashes. Values are not
    looked at (that is the form's work); what the document should not have stays in it, last.
    """
    full = {**empty(), **copy.deepcopy(document)}
    return full | {name: field.arranged(full[name]) for name, field in FIELDS.items()}


def with_email_as_link(document: Mapping[str, Any]) -> Document:
    """The same, with a link in place of an email address that was given as the website."""
    website, links = document.get("website"), document.get("links") or []
    if not isinstance(website, str) or not MAILTO.fullmatch(website) or type(links) is not list:
        return dict(document)
    link = {"type": LinkType.EMAIL.value, "url": website}
    return {**document, "website": "", "links": distinct([*links, link])}


def tidied(document: Document) -> Document:
    """A document of a file as it is meant: dates and addresses as people write them. What is no
    document stays as it is, to be refused."""
    meant = {name: FIELDS[name].tidied(value) for name, value in document.items() if name in FIELDS}
    return with_email_as_link({**document, **meant})


def from_initiative(initiative: Initiative) -> Document:
    """What a published row says, as the document that a change of it starts from.

    For many, take them ``with_content``.
    """
    said = {name: field.from_row(initiative, name) for name, field in FIELDS.items()}
    return {"schema": SCHEMA, **said}


def with_present_words(document: Document, vocabulary: Vocabulary) -> Document:
    """The document with the word that each merged one means; a word of no table is left out."""
    said = {}
    for name, field in FIELDS.items():
        if isinstance(field, WordsField):
            words = (vocabulary.by_key(field.facet, key) for key in document[name])
            said[name] = list(dict.fromkeys(word.key for word in words if word is not None))
    return {**document, **said}


def json_schema() -> Schema:
    """The JSON Schema of the present documents, for whoever writes or reads one elsewhere.

    ``manage.py dump --schema --output docs/entry.schema.json`` writes it; a test holds both equal.
    What needs the database (known words, other entries) is the form's alone.
    """
    fields = {name: field.schema() for name, field in FIELDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The content of an entry",
        **object_schema(schema={"const": SCHEMA}, **fields),
    }
