"""`make searching`: how well the search answers a list of queries (bench/README.md).

    python bench/searching.py [-v] [FILE]
    python bench/searching.py --order

FILE: another list than tests/search/queries.json. -v: also the queries that are not answered whole.
--order: nothing is measured, but tests/search/order.txt written anew.
"""

from __future__ import annotations

import os
import sys
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

from bench.engines import environment, fresh


def main(arguments: list[str]) -> int:
    with fresh("sqlite") as database:
        os.environ.update(environment(database))
        django.setup()
        return _measured(arguments)


def _measured(arguments: list[str]) -> int:
    from django.core.management import call_command

    from initiatives.catalogue.snapshot import current
    from tests.search.measuring import LIST, ORDER, answers, means, order, queries

    for command in ("migrate", "load_reference", "load_samples"):
        call_command(command, verbosity=0, stdout=StringIO())
    if "--order" in arguments:
        ORDER.write_text(order(current(), queries()), encoding="utf-8")
        return 0
    files = [Path(argument) for argument in arguments if argument != "-v"]
    found = list(answers(current(), queries(*files or [LIST])))
    print("| queries | number | recall@20 | MRR |\n|---|---|---|---|")
    classes = sorted({answer.group for answer in found})
    groups = [
        ("all", found),
        *((name, [each for each in found if each.group == name]) for name in classes),
        *(
            (name, [each for each in found if each.script == name])
            for name in ("Cyrillic", "Latin")
        ),
    ]
    for name, some in groups:
        if some:
            print(f"| {name} | {len(some)} | {means(some)[0]:.3f} | {means(some)[1]:.3f} |")
    if "-v" in arguments:
        for answer in found:
            if min(answer.recall, answer.rank) < 1:
                print(f"{answer.recall:.2f} {answer.rank:.2f} {answer.group}: {answer.query}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
