"""Rows, one file per concept. Everybody else imports from here, and only from here."""

from initiatives.models.catalogue_version import CatalogueVersion
from initiatives.models.decision import (
    FINAL_ACTIONS,
    Action,
    Decision,
    install_triggers,
    missing_triggers,
    remove_triggers,
)
from initiatives.models.designation import DesignationType, LegalDesignation, Register, gravest
from initiatives.models.entry_address import EntryAddress, address_digests
from initiatives.models.facet import (
    CHOICE_FIELDS,
    FACETS,
    NO_DESIGNATION,
    ONLINE,
    WORD_FIELDS,
    designations_in_force,
    facets_of,
    key_of,
    value_of,
    with_all_facets,
    word_keys,
)
from initiatives.models.initiative import (
    LISTED_STATES,
    Cost,
    EntryState,
    Initiative,
    InitiativeQuerySet,
    Kind,
    OldSlug,
    Reach,
    VerifiedHow,
)
from initiatives.models.message import REASON_LIMIT, TEXT_LIMIT, ContactOpening, Message, Note
from initiatives.models.moderator import Moderator, Role
from initiatives.models.nonce import Nonce
from initiatives.models.places import City, Country, FederalDistrict, FocusRegion
from initiatives.models.submission import (
    FINAL_STATES,
    OPEN_STATES,
    TEXT_KEPT,
    By,
    ContentVersion,
    Purpose,
    Relation,
    Submission,
    SubmissionState,
)
from initiatives.models.throttle import Throttle
from initiatives.models.tiles import Tile
from initiatives.models.verification import Verification
from initiatives.models.vocabulary import (
    Activity,
    Audience,
    Language,
    SupportNeed,
    Tag,
    TaggedInitiative,
)
from initiatives.models.words import Vocabulary, Word

__all__ = [
    "CHOICE_FIELDS",
    "FACETS",
    "FINAL_ACTIONS",
    "FINAL_STATES",
    "LISTED_STATES",
    "NO_DESIGNATION",
    "ONLINE",
    "OPEN_STATES",
    "REASON_LIMIT",
    "TEXT_KEPT",
    "TEXT_LIMIT",
    "WORD_FIELDS",
    "Action",
    "Activity",
    "Audience",
    "By",
    "CatalogueVersion",
    "City",
    "ContactOpening",
    "ContentVersion",
    "Cost",
    "Country",
    "Decision",
    "DesignationType",
    "EntryAddress",
    "EntryState",
    "FederalDistrict",
    "FocusRegion",
    "Initiative",
    "InitiativeQuerySet",
    "Kind",
    "Language",
    "LegalDesignation",
    "Message",
    "Moderator",
    "Nonce",
    "Note",
    "OldSlug",
    "Purpose",
    "Reach",
    "Register",
    "Relation",
    "Role",
    "Submission",
    "SubmissionState",
    "SupportNeed",
    "Tag",
    "TaggedInitiative",
    "Throttle",
    "Tile",
    "Verification",
    "VerifiedHow",
    "Vocabulary",
    "Word",
    "address_digests",
    "designations_in_force",
    "facets_of",
    "gravest",
    "install_triggers",
    "key_of",
    "missing_triggers",
    "remove_triggers",
    "value_of",
    "with_all_facets",
    "word_keys",
]
