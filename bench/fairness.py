"""`make fairness`: 30 days of first pages over the real data, and who is on them.

Prints a line for each kind of page and ends with 1 where a barred one is below the bar. The method
is told in bench/README.md.
"""

from __future__ import annotations

import os
import statistics
import sys
from io import StringIO
from typing import TYPE_CHECKING

import django

from bench.engines import environment, fresh

if TYPE_CHECKING:
    from tests.catalogue.shares import Share

# What has no bar and is below this is explained.
BELOW = 0.9
WHY = {
    "search": "what matches best comes first, whoever it is.",
    "similar": "what is like an entry shares words with it, and grassroots entries have the fewest"
    " (10.0 on average, regional ones 14.6); no reach has a share there.",
}


def main() -> int:
    with fresh("sqlite") as database:
        os.environ.update(environment(database))
        django.setup()
        return _measured()


def _measured() -> int:
    from django.core.management import call_command
    from django.utils.timezone import now

    from initiatives.catalogue.snapshot import current
    from tests.catalogue.shares import BAR, BARRED, DAYS, shares

    for command in ("migrate", "load_reference", "load_samples"):
        call_command(command, verbosity=0, stdout=StringIO())
    found: dict[str, list[Share]] = {}
    begin = now().date()
    for share in shares(current(), begin=begin):
        found.setdefault(share.pages, []).append(share)
    print(f"{DAYS} days from {begin}; grassroots' share of the places ÷ their share of the view")
    print("| pages | views that do not fit | mean | worst | |\n|---|---|---|---|---|")
    below = []
    for pages, of_pages in found.items():
        mean = statistics.mean(share.ratio for share in of_pages)
        worst = min(of_pages, key=lambda share: share.ratio)
        bar = f"≥ {BAR}" if pages in BARRED else ""
        print(
            f"| {pages} | {len(of_pages)} | {mean:.2f} | {worst.ratio:.3f}: {worst.view}, "
            f"{worst.entries} entries | {bar} |"
        )
        if bar and worst.ratio < BAR:
            below.append(pages)
    for pages, of_pages in found.items():
        if min(share.ratio for share in of_pages) < BELOW and pages not in BARRED:
            print(f"{pages} is below {BELOW}: {WHY.get(pages, 'look why, and say it in WHY')}")
    print(f"below the bar: {', '.join(below) or 'none'}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
