"""`make lighthouse`: Lighthouse on six pages, in both languages, on a phone and on a desktop.

`python -m bench.judges.lighthouse [--runs 5] [--only NAME …] [--form phone]` serves the real data
as production does and prints a table; it ends with 1 when a score is below 100 or anything moved,
and names the audits that took points away. The method is told in bench/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from bench.judges.programs import HERE, needed
from tests.chromium import CHROMIUM, LAUNCH
from tests.journeys.examples import BY_NAME
from tests.journeys.site import Site, serving

PAGES = ("home", "listing", "entry", "country", "region", "submit")
LANGUAGES = ("en", "ru")
FORMS = ("phone", "desktop")
# The others do not depend on time: they are asked for once.
TIMED = "performance"
SPEEDS = ("fcp", "lcp", "tbt")
CATEGORIES = (TIMED, "accessibility", "best-practices", "seo")


def main(arguments: list[str]) -> int:
    """Visit, print, return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="of which performance is the median")
    parser.add_argument("--only", nargs="+", default=PAGES, choices=PAGES, metavar="PAGE")
    parser.add_argument("--form", nargs="+", default=FORMS, choices=FORMS)
    options = parser.parse_args(arguments)
    if not CHROMIUM:
        print("Chromium was not found: install it, or name it by CHROMIUM.", file=sys.stderr)
        return 1
    needed("node")
    started = time.monotonic()
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    print(f"load {_load()} at the beginning", flush=True)
    with serving() as site:
        for one in visited(site, options.only, options.form, options.runs):
            told[one["key"]].append(one)
            print(".", end="", flush=True)
    print()
    print(_line("page", [*CATEGORIES, "range", "FCP ms", "LCP ms", "TBT ms", "CLS", "kB"]))
    bad = [key for key, runs in told.items() if not _printed(key, runs)]
    took = time.monotonic() - started
    print(f"{len(told)} pages after {took:.0f} s, load {_load()} at the end; below 100: {len(bad)}")
    for key in bad:
        _print_lost(key, told[key])
    return 1 if bad or not told else 0


def visited(site: Site, pages: list[str], forms: list[str], runs: int) -> Iterator[dict[str, Any]]:
    """What the driver tells of each visit, by rounds, so that a busy minute meets all alike.

    Raises RuntimeError when it ended before the last one.
    """
    visits = [
        {
            "key": f"{page} {language} {form}",
            "url": site.url + BY_NAME[page].address(language),
            "form": form,
            "categories": [TIMED] if number else CATEGORIES,
        }
        for number in range(runs)
        for form in forms
        for page in pages
        for language in LANGUAGES
    ]
    flags = ["--headless=new", *LAUNCH["args"]]
    job = {"chromium": CHROMIUM, "flags": flags, "visits": visits}
    with subprocess.Popen(
        ["node", str(HERE / "lighthouse.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as driver:
        assert driver.stdin is not None
        assert driver.stdout is not None
        driver.stdin.write(json.dumps(job))
        driver.stdin.close()
        for line in driver.stdout:
            yield json.loads(line)
    if driver.returncode:
        raise RuntimeError(f"Lighthouse ended with {driver.returncode}.")


def _printed(key: str, runs: list[dict[str, Any]]) -> bool:
    """Print a page's line; return whether all is as it must be."""
    speeds = [one["scores"][TIMED] for one in runs]
    scores = runs[0]["scores"] | {TIMED: round(statistics.median(speeds))}
    middle = {name: statistics.median(one["figures"][name] for one in runs) for name in SPEEDS}
    shift = max(one["figures"]["cls"] for one in runs)
    weight = max(one["figures"]["bytes"] for one in runs)
    cells = [str(scores[name]) for name in CATEGORIES]
    cells += [f"{min(speeds)}–{max(speeds)}", *(f"{value:.0f}" for value in middle.values())]
    print(_line(key, [*cells, f"{shift:.3f}", f"{weight / 1000:.0f}"]), flush=True)
    return min(scores.values()) == 100 and shift == 0


def _print_lost(key: str, runs: list[dict[str, Any]]) -> None:
    shown = set()
    print(f"\n{key}")
    for one in (lost for run in runs for lost in run["lost"]):
        if one["id"] not in shown:
            shown.add(one["id"])
            print(f"  {one['category']}: {one['id']}: {one['title']} {one['shown']}")
            for item in one["items"]:
                print(f"    {' '.join(item.split())[:160]}")


def _line(first: str, cells: list[str]) -> str:
    return f"{first:<24}" + "".join(f"{cell:>15}" for cell in cells)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
