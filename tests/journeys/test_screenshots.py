"""`make screenshots` gives the site to processes of its own, which look at it."""

from __future__ import annotations

import pickle

import pytest

from tests.journeys.behind import Behind
from tests.journeys.site import Site


@pytest.mark.browser
def test_a_site_can_be_given_to_another_process(site: Site):
    given = pickle.loads(pickle.dumps(Behind(site, "ru", {})))
    assert (given.site.url, given.site.log) == (site.url, site.log)
