"""`make road`: sixteen clients submit on both engines, then the server is killed among them.

`python bench/road.py [--seconds 30] [--kills 30] [--engine sqlite]`; the method is told in
bench/README.md. Ends with 1 when anything that was acknowledged is missing or there twice.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.engines import ENGINES, environment, fresh  # noqa: E402  the folder must be there first


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, help="only this one")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--kills", type=int, default=30)
    asked = parser.parse_args()
    codes = []
    for engine in [asked.engine] if asked.engine else ENGINES:
        for part, number in (("submitting", asked.seconds), ("killing", asked.kills)):
            if not number:
                continue
            with fresh(engine, lasting=True) as database:
                run = subprocess.run(
                    [sys.executable, "-m", f"bench.{part}", str(number)],
                    check=False,
                    cwd=ROOT,
                    # As in production a proxy is in front of the server, and names the networks.
                    env=environment(database, TRUSTED_PROXIES="1"),
                )
                codes.append(run.returncode)
    print("passed" if not any(codes) else "FAILED", flush=True)
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
