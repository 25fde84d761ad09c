"""The content document of an entry: its fields, validation, schema and differences."""

from initiatives.content.document import (
    SCHEMA,
    Changed,
    Document,
    Stage,
    canonical,
    hash_of,
    hidden,
    upgraded,
    with_content,
)
from initiatives.content.form import (
    FIELDS,
    EntryForm,
    arranged,
    empty,
    from_initiative,
    tidied,
    with_present_words,
)

__all__ = [
    "FIELDS",
    "SCHEMA",
    "Changed",
    "Document",
    "EntryForm",
    "Stage",
    "arranged",
    "canonical",
    "empty",
    "from_initiative",
    "hash_of",
    "hidden",
    "tidied",
    "upgraded",
    "with_content",
    "with_present_words",
]
