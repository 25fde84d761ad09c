"""What is found follows each change within a second, in every worker of the server.

The site is one of the test's own: the others only read theirs.
"""

import json
import os
import time
import urllib.request

import pytest

from tests.journeys.site import Site, serving

pytestmark = [pytest.mark.server, pytest.mark.engine]

# What a moderator does, each in a process of its own, beside those that serve.
PUBLISH = "publish_new(name_en='Zebrafish Aid', website='https://zebrafish.example/')"
CHANGE = """change(
    entry('zebrafish-aid'), name_en='Walrus Aid', website='https://walrus.example/'
)"""
HIDE = "decisions.hide(entry('zebrafish-aid'), moderator=person().moderator, reason='-', at=AT)"
MERGE = (
    "approve(send_merge(entry('echo'), entry('kovcheg'), other_names=['Narwhal'])[0],"
    " actor=person('nino'), at=AT)"
)
BEFORE = """
import json, time
from initiatives.models import Initiative
from initiatives.vetting import decisions
from tests.factories.submission import AT, approve, change, person, publish_new, send_merge
entry = lambda slug: Initiative.objects.get(slug=slug)
"""
STEPS = [
    # what is done, a query, whether it then finds the entry
    (PUBLISH, "zebrafish", "zebrafish-aid", True),
    (CHANGE, "walrus", "zebrafish-aid", True),
    ("", "zebrafish", "zebrafish-aid", False),
    (HIDE, "walrus", "zebrafish-aid", False),
    (MERGE, "narwhal", "kovcheg", True),
    ("", "echofm.online", "echo", False),
]
# Each over a connection of its own, so that both workers are asked.
ASKED = 16


def finds(site: Site, query: str, slug: str) -> bool:
    with urllib.request.urlopen(f"{site.url}/en/initiatives/?q={query}") as answer:
        return f'/en/initiatives/{slug}/"' in answer.read().decode()


def test_every_worker_finds_what_there_is_now_within_a_second():
    with serving(os.environ.get("DATABASE_URL", ""), WORKERS="2") as site:
        for _warm in range(ASKED):
            finds(site, "aid", "")
        for act, query, slug, found in STEPS:
            done = time.time()
            if act:
                code = f"{BEFORE}{act}\nprint(json.dumps(time.time()))"
                said = site.manage("shell", "--no-imports", "-v0", "-c", code)
                done = json.loads(said.splitlines()[-1])
            time.sleep(max(0.0, done + 1 - time.time()))
            answers = [finds(site, query, slug) for _ in range(ASKED)]
            assert answers == [found] * ASKED, (query, slug)
