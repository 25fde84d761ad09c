"""How the two runs of `make test` share what both must do and what takes long.

What a page says does not depend on the engine, and what an engine does not on the language. So of
the journey from the form to the entry, and of the search for sentences outside the catalogue, each
run takes one language: together they take both languages and both engines.
"""

import os

ON_POSTGRESQL = bool(os.environ.get("DATABASE_URL"))
LANGUAGE, OTHER_LANGUAGE = ("ru", "en") if ON_POSTGRESQL else ("en", "ru")
