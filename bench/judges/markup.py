"""`make html`: the Nu HTML checker reads every public page and state, and our style sheets.

`python -m bench.judges.markup` writes the pages into var/html and has them read in one call; it
ends with 1 when there is an error. What was found is in var/html by page and line.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bench.judges.pages import ROOT, write_pages
from bench.judges.programs import FOLDER, needed

PAGES = ROOT / "var" / "html"
CHECKER = FOLDER / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHT = ["--skip-non-html", "--also-check-css", "--also-check-svg"]
# Valid CSS which this version of the checker does not know.
UNKNOWN_TO_IT = {
    "CSS: Unrecognized at-rule “@container”",
    *(
        f"CSS: “{name}”: Property “{name}” doesn't exist."
        for name in ("container-type", "field-sizing", "paint-order")
    ),
}
# The same fault on many pages is shown on so many of them.
SHOWN = 3


def main() -> int:
    """Write, check, print; return the exit code."""
    needed("java")
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir(parents=True)
    number = write_pages(PAGES)
    sheets = sorted((ROOT / "static" / "css").glob("*.css"))
    pictures = sorted((ROOT / "static").rglob("*.svg"))
    errors = found(PAGES, *sheets, *pictures)
    shown: Counter[str] = Counter()
    for error in errors:
        shown[error["message"]] += 1
        if shown[error["message"]] <= SHOWN:
            print(_line(error))
    print(
        f"{number} pages, {len(sheets)} style sheets, {len(pictures)} pictures: "
        f"{len(errors)} errors of {len(shown)} kinds"
    )
    return 1 if errors else 0


def found(*places: Path) -> list[dict[str, Any]]:
    """The checker's errors in files and folders.

    Raises RuntimeError when it did not come to an end: no error is then no verdict.
    """
    command = ["java", "-jar", str(CHECKER), *LIGHT, "--errors-only", "--format", "json"]
    run = subprocess.run(
        [*command, "--stdout", *map(str, places)], capture_output=True, text=True, check=False
    )
    try:
        messages = json.loads(run.stdout)["messages"]
    except ValueError as error:
        raise RuntimeError(f"The checker did not answer.\n{run.stdout}{run.stderr}") from error
    return [one for one in messages if one["message"] not in UNKNOWN_TO_IT]


def _line(error: dict[str, Any]) -> str:
    place = Path(unquote(urlsplit(error["url"]).path)).relative_to(ROOT)
    about = " ".join(error.get("extract", "").split())
    return f"{place}:{error.get('lastLine', '?')}: {error['message']}\n    {about}"


if __name__ == "__main__":
    sys.exit(main())
