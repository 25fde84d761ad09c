"""An anonymous copy of a hidden entry at the desk: seen in queue and review, published by two."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from initiatives.models import Initiative, Submission
from initiatives.operations.retention import erase_expired
from initiatives.vetting import decisions
from tests.account.signing import moderator, signed_in
from tests.factories.content import MOST
from tests.factories.submission import approve, person, publish_new, reject, send, send_change
from tests.markup import sent_by

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

SITE = {"website": "https://ark.example/"}
UNDESIRABLE = MOST["designations"][0] | {"name_in_register": "Noah Foundation"}


@pytest.fixture
def vera(words):
    """Another moderator for Georgia."""
    return signed_in(moderator("vera", countries=("GE",)))


def hidden_entry(**changes: Any) -> Initiative:
    given = {"name_en": "Floating Ark", "designations": [UNDESIRABLE], **SITE, **changes}
    (entry,) = approve(send(**given), actor=person("hider"), at=now())
    again = decisions.hide(entry, moderator=person("hider").moderator, reason="Phishing", at=now())
    decisions.reject(again, moderator=person("other").moderator, at=now(), reason="other")
    entry.refresh_from_db()
    return entry


def twin(**changes: Any) -> Submission:
    return send(**{"name_en": "Kitchen", **SITE, **changes})


def address(one: Submission, act: str = "") -> str:
    return f"/desk/submissions/{one.reference}/" + (f"{act}/" if act else "")


def decide(client: Any, one: Submission, act: str = "approve") -> Any:
    return client.post(
        address(one, "decide"), {"act": act, "version": one.versions.count()}, follow=True
    )


def warning(client: Any, one: Submission) -> Any:
    rows = {row.submission.reference: row.warning for row in client.get("/desk/").context["rows"]}
    return rows[one.reference]


def checks(client: Any, one: Submission) -> list[tuple[str, str, list[str]]]:
    found = client.get(address(one)).context["checks"]
    return [(check.kind, str(check.text), [link.url for link in check.links]) for check in found]


def words_of(response: Any) -> str:
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(text))


def test_one_moderator_cannot_bring_a_hidden_entry_back_and_two_can(desk, vera, client):
    """The attack: its name and website, sent by nobody knows whom."""
    entry = hidden_entry()
    one = twin(name_en="Floating Ark")
    seen = warning(desk, one)
    assert (seen.text, seen.kind) == ("Similar to the hidden entry “Floating Ark”", "grave")
    found = checks(desk, one)
    assert (
        "grave",
        "Similar to a hidden entry, so two moderators have to agree:",
        [f"/desk/initiatives/{entry.slug}/change/"],
    ) in found
    assert "No other entry has this address or a similar name" not in [text for _, text, _ in found]
    page = desk.get(address(one))
    assert page.context["panels"][0].act == "endorse"
    assert "Two moderators are needed because it is similar to a hidden entry." in words_of(page)
    assert "Approve and publish" not in words_of(page)

    refused = decide(desk, one)
    assert refused.status_code == 409
    assert "This is similar to a hidden entry and needs two moderators" in words_of(refused)
    assert decide(desk, one, "endorse").status_code == 200
    assert decide(desk, one).status_code == 409
    assert not Initiative.objects.listed().exists()
    decide(vera, one)
    listed = Initiative.objects.listed().get()
    assert client.get(listed.get_absolute_url()).status_code == 200


def test_its_designations_are_taken_over_in_one_press_and_kept_in_another(desk, vera):
    entry = hidden_entry()
    one = twin()
    text = "The hidden entry “Floating Ark” has designations that are missing here"
    (link,) = [links for _, said, links in checks(desk, one) if said.startswith(text)]
    assert link == [f"{address(one, 'correct')}?like={entry.slug}"]
    plain = desk.get(address(one, "correct"))
    assert "Noah Foundation" not in plain.content.decode()
    sheet = desk.get(link[0])
    assert "The designations of the hidden entry “Floating Ark” have been filled in." in words_of(
        sheet
    )
    kept = sent_by(sheet.content.decode())
    assert {key: kept[f"designation_{key}"][0] for key in UNDESIRABLE} == UNDESIRABLE
    desk.post(link[0], kept)
    one.refresh_from_db()
    assert one.content["designations"] == [UNDESIRABLE]
    assert not [said for _, said, _ in checks(desk, one) if said.startswith(text)]
    decide(desk, one, "endorse")
    decide(vera, one)
    published = Initiative.objects.listed().get()
    assert published.designations.get().name_in_register == "Noah Foundation"


TELLING = ("ark", "noah", "phish", "foundation", "undesirable", "designation", "serbia", "belgrade")


def test_outside_the_countries_it_is_told_without_its_name(desk, vera, office):
    entry = hidden_entry(host_countries=["RS"])
    one = twin(website="https://t.me/kitchen", links=[{"type": "other", "url": SITE["website"]}])
    harmless = send(name_en="Kitchen", website="https://t.me/kitchen")
    seen = warning(desk, one)
    assert (seen.text, seen.kind) == ("Similar to a hidden entry outside your countries", "grave")
    text = (
        "Similar to a hidden entry outside your countries: an editor or a "
        "moderator of its countries has to agree too."
    )
    assert ("grave", text, []) in checks(desk, one)
    page = desk.get(address(one))
    assert "one of them has to be an editor or a moderator of its countries" in words_of(page)
    # Nothing on the page tells more, beside what the submission itself says.
    for path in ("/desk/", address(one), address(one, "correct")):
        told = desk.get(path).content.decode().lower()
        told = told.replace("https://ark.example/", "").replace("ark.example", "")
        same = desk.get(path.replace(one.reference, harmless.reference)).content.decode().lower()
        for word in TELLING:
            count = len(re.findall(rf"\b{word}", told))
            assert count == len(re.findall(rf"\b{word}", same)), (path, word)
    assert desk.get(f"{address(one, 'correct')}?like={entry.slug}").status_code == 404
    decide(desk, one, "endorse")
    later = vera.get(address(one))
    assert "an editor or a moderator of its countries has to approve it" in words_of(later)
    assert "approve" not in [panel.act for panel in later.context["panels"]]
    refused = decide(vera, one)
    assert refused.status_code == 409
    assert "an editor or a moderator of its countries has to approve it" in words_of(refused)
    # The editor is told all of it.
    assert warning(office, one).text == "Similar to the hidden entry “Floating Ark”"
    assert f"?like={entry.slug}" in office.get(address(one)).content.decode()
    decide(office, one)
    assert Initiative.objects.listed().exists()


@pytest.mark.parametrize("slug", ["nowhere", "other", "../x", "\x00", "x" * 500])
def test_designations_are_those_of_a_hidden_entry_that_it_is_like(desk, slug):
    hidden_entry(name_en="Other", website="https://other.example/")
    assert desk.get(address(twin(), "correct"), {"like": slug}).status_code == 404


@pytest.mark.parametrize(
    "likeness", [SITE, {"name_en": "Floating Arkk", "website": "https://else.example/"}]
)
def test_what_was_rejected_is_compared_as_long_as_its_text_is_kept(desk, editor, likeness):
    refused = send(name_en="Floating Ark", **SITE)
    reject(refused, at=now(), actor=person("hider"), reason="other")
    one = send(**{"name_en": "Kitchen", **likeness})
    assert warning(desk, one).text == "Similar to “Floating Ark”, which was rejected"
    assert ("care", "Similar to a rejected submission:", [address(refused)]) in checks(desk, one)
    assert "fine" not in [kind for kind, text, _ in checks(desk, one) if "No other" in text]
    # A hint: one moderator is enough.
    assert desk.get(address(one)).context["panels"][0].act == "approve"
    erase_expired(at=now() + timedelta(days=181))
    assert warning(desk, one) is None
    assert ("fine", "No other entry has this address or a similar name", []) in checks(desk, one)


def test_spam_is_compared_and_what_is_abroad_is_told_without_its_name(desk):
    decisions.mark_as_spam(
        send(name_en="Floating Ark", **SITE), moderator=person("hider").moderator, at=now()
    )
    abroad = {"host_countries": ["RS"], "name_en": "Noah"}
    for name, end in (("spam", "mark_as_spam"), ("no", "reject")):
        there = send(**abroad | {"website": f"https://{name}.example/"})
        why = {"reason": "other"} if end == "reject" else {}
        getattr(decisions, end)(there, moderator=person("hider").moderator, at=now(), **why)
    here = twin()
    assert warning(desk, here).text == "Similar to “Floating Ark”, which was marked as spam"
    assert "Similar to a submission that was marked as spam:" in [
        text for _, text, _ in checks(desk, here)
    ]
    for name, text in (
        ("spam", "Similar to a submission outside your countries that was marked as spam"),
        ("no", "Similar to a rejected submission outside your countries"),
    ):
        one = send(name_en="Kitchen", website=f"https://{name}.example/")
        assert warning(desk, one).text == text
        assert ("care", text, []) in checks(desk, one)
        assert "Noah" not in desk.get(address(one)).content.decode()


def test_what_was_refused_of_its_own_entry_or_of_the_hidden_one_is_not_told_twice(desk):
    entry = publish_new(name_en="Kitchen", website="https://kitchen.example/")
    refused = send_change(entry, summary_en="No.")
    reject(refused, at=now(), actor=person("hider"), reason="other")
    one = send_change(entry, summary_en="Yes.")
    assert warning(desk, one) is None
    hidden_entry()
    told = [text for _, text, _ in checks(desk, twin(name_en="Else")) if "Similar" in text]
    assert told == ["Similar to a hidden entry, so two moderators have to agree:"]


def test_a_decided_submission_says_it_without_asking_for_anything(desk):
    hidden_entry()
    one = twin()
    reject(one, at=now(), actor=person("hider"), reason="other")
    found = checks(desk, one)
    assert "Similar to a hidden entry:" in [text for _, text, _ in found]
    assert "?like=" not in str(found)


@pytest.mark.whole
def test_queue_and_review_cost_the_same_with_one_and_with_many(desk):
    asked = []
    for number in (1, 20):
        for place in range(number):
            names = [sha256(f"{number} {place} {n}".encode()).hexdigest()[:20] for n in range(4)]
            sites = [f"https://{name}.example/" for name in names[:2]]
            hidden_entry(name_en=names[0], website=sites[0])
            refused = send(name_en=names[1], website=sites[1])
            reject(refused, at=now(), actor=person("hider"), reason="other")
            send(name_en=names[2], website=sites[1])
            one = send(name_en=names[3], website=sites[0])
        counts = []
        for path in ("/desk/", address(one)):
            desk.get(path)
            with CaptureQueriesContext(connection) as captured:
                desk.get(path)
            counts.append(len(captured))
        asked.append(counts)
    assert asked[0] == asked[1]
    # Beside what a queue without any costs: earlier slugs of hidden entries, countries once more.
    assert asked[0][0] == 20
