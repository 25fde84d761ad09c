"""How the two runs of `make test` share what takes longest.

What a page says does not depend on the engine, and what an engine does not on the language. So of
the dearest tests each run takes one language: together they take both languages and both engines.
These modules carry the marker `engine`, so that they run on PostgreSQL too. All other tests take
both languages.
"""

import os

ON_POSTGRESQL = bool(os.environ.get("DATABASE_URL"))
LANGUAGE, OTHER_LANGUAGE = ("ru", "en") if ON_POSTGRESQL else ("en", "ru")
