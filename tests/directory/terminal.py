"""What `make demo` prints, and a person who types it into the site."""

import http.cookiejar
import re
import urllib.parse
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Printed:
    """What is printed for one moderator."""

    name: str
    password: str
    digits: str
    recovery_codes: list[str]


def printed_for(name: str, text: str) -> Printed:
    """Raises AssertionError when a part is missing."""
    found = re.search(
        rf"^ *{name} +password ([a-z0-9-]+) +digits (\d{{6}})\n.*: (\d{{8}}) (\d{{8}}) (\d{{8}})$",
        text,
        re.MULTILINE,
    )
    assert found is not None, text
    return Printed(name, found[1], found[2], list(found.groups()[2:]))


def walk_in(site: str, who: Printed, code: str) -> str:
    """The page that stands at the end of password and code, as the browser would show it."""
    jar = http.cookiejar.CookieJar()
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def send(page: str, fields: dict[str, str]) -> str:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None, page
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token[1]}).encode()
        address = f"{site}/desk/sign-in/{'code/' if 'code' in fields else ''}"
        with visitor.open(address, data, timeout=20) as answer:
            return answer.read().decode() + answer.url

    with visitor.open(f"{site}/desk/", timeout=20) as answer:
        page = answer.read().decode()
    page = send(page, {"login": who.name, "password": who.password})
    return send(page, {"code": code})
