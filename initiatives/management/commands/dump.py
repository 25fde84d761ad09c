"""All public entries as lines of JSON; or the JSON Schema of their content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from initiatives.content.form import json_schema
from initiatives.operations.dumping import Moving, dump


class Command(BaseCommand):
    """``dump --schema --output docs/entry.schema.json`` rewrites the schema in the docs."""

    help = "Writes one JSON object a line, one per entry with a public page, by slug."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, help="a file; without it, the standard output")
        parser.add_argument(
            "--schema", action="store_true", help="the JSON Schema of the content instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        output = options["output"]
        try:
            if output is None:
                self._write(self.stdout._out, **options)
                return
            # Beside it first, so that a dump that stops half way leaves the old file.
            part = output.with_name(output.name + ".part")
            with part.open("w", encoding="utf-8", newline="\n") as file:
                self._write(file, **options)
            part.replace(output)
        except Moving as error:
            raise CommandError("Entries are being published all the time. Try again.") from error
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from error

    def _write(self, file: Any, *, schema: bool, **options: Any) -> None:
        if schema:
            file.write(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")
        else:
            dump(file)
