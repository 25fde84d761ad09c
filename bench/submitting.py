"""`make road`, first part: how many submissions go through in half a minute, and is each there?

`python -m bench.submitting [SECONDS]` with a whole environment; bench/road.py gives it one.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import django

from bench.counting import count, machine, told
from bench.crowd import CLIENTS, Crowd
from bench.serving import Server, free_port, prepare


def main(seconds: float) -> int:
    django.setup()
    prepare(os.environ)
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        server = Server({**os.environ, "SITE_URL": f"http://localhost:{port}"}, port, Path(folder))
        server.start()
        try:
            crowd = Crowd(port, CLIENTS)
            began = time.monotonic()
            crowd.start()
            time.sleep(seconds)
            acknowledged = crowd.acknowledged()
            taken = time.monotonic() - began
            crowd.stop()
            done = count(crowd, server)
        finally:
            server.stop()
        if unhandled := server.log().count("unhandled error"):
            done.faults.append(f"{unhandled} unhandled errors in the log")
    done.faults += [f"bad answer: {one}" for one in set(crowd.wrong)]
    print(f"submitting: {machine()}")
    print(f"  {CLIENTS} clients, {taken:.0f} s: {acknowledged / taken:.1f} acknowledged a second")
    print("\n".join(told(done, crowd)), flush=True)
    return 1 if done.faults or not done.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
