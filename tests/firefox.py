"""The Firefox of the distribution, which the journeys run in with `pytest --browser firefox`.

Playwright's own Firefox would have to be downloaded from elsewhere; this one it drives by WebDriver
BiDi. What that cannot do is done here in another way, or its tests say why they are left out
(`@pytest.mark.chromium`).
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType

# "" where there is none.
FIREFOX = os.environ.get("FIREFOX") or next(
    filter(None, map(shutil.which, ("firefox-esr", "firefox"))), ""
)
# The first that gives what was answered (network.getData: bugzilla.mozilla.org, 1971780), which
# Playwright asks of it at once.
OLDEST = 143
MISSING = "Firefox is missing: apt-get install firefox-esr, or name it by FIREFOX."
OLD = "{name} is too old, {oldest} is needed: apt-get update, then apt-get install firefox-esr."

# It cannot be told of a reader's wishes while it runs, so it is started with them.
_PREFERENCES: dict[str, str | float | bool] = {
    "layout.css.prefers-color-scheme.content-override": 1,  # light
    "ui.prefersReducedMotion": 1,
    # Of a page that comes back from there Playwright hears nothing.
    "browser.sessionhistory.max_total_viewers": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}
_FINGER: dict[str, str | float | bool] = {
    "ui.primaryPointerCapabilities": 1,  # coarse, and cannot hover
    "ui.allPointerCapabilities": 1,
}


def prepare() -> None:
    """Let Playwright's driver, which is started later, load firefox.js.

    Raises RuntimeError when there is no Firefox, or one that is too old.
    """
    try:
        name = subprocess.run([FIREFOX, "--version"], capture_output=True, text=True).stdout.strip()
    except OSError:
        raise RuntimeError(MISSING) from None
    version = re.search(r"Firefox (\d+)", name)
    if version is None:
        raise RuntimeError(MISSING)
    if int(version[1]) < OLDEST:
        raise RuntimeError(OLD.format(name=name, oldest=OLDEST))
    os.environ["NODE_OPTIONS"] = f'--require "{Path(__file__).with_suffix(".js")}"'


class Firefox:
    """What the tests ask of Playwright's Browser: contexts. One Firefox has a mouse, another,
    started when a phone is first asked for, a finger."""

    def __init__(self, kind: BrowserType) -> None:
        self._kind = kind
        self._started: dict[bool, Browser] = {}

    def new_context(
        self, *, has_touch: bool = False, java_script_enabled: bool = True, **options: Any
    ) -> BrowserContext:
        """As Playwright's. Without script no file of script is loaded; the pages have no other."""
        if has_touch not in self._started:
            self._started[has_touch] = self._kind.launch(
                channel="moz-firefox",
                executable_path=FIREFOX,
                firefox_user_prefs=_PREFERENCES | (_FINGER if has_touch else {}),
            )
        context = self._started[has_touch].new_context(has_touch=has_touch, **options)
        if not java_script_enabled:
            context.route("**/*.js", lambda route: route.abort())
        return context

    def close(self) -> None:
        for browser in self._started.values():
            browser.close()
