"""The queue over HTTP: what stands in it, in which order, and at what cost."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from initiatives.models import By, Initiative, Moderator, Submission
from initiatives.vetting import decisions
from initiatives.vetting.submitting import Proposal, answer, enter, submit
from tests.factories.content import least
from tests.factories.submission import change, publish_new, send, send_change

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
FIRST = Path(__file__).parents[1] / "factories" / "first_schema.json"


def references(response) -> list[str]:
    return [row.submission.reference for row in response.context["rows"]]


def test_the_oldest_comes_first_and_only_what_is_in_scope(desk):
    newer = submit(least(name_en="Newer"), at=now())
    older = submit(least(name_en="Older"), at=now() - timedelta(days=6))
    online = submit(least(host_countries=[], remote_for=["*"]), at=now() - timedelta(days=2))
    submit(least(host_countries=["RS"]), at=now())
    response = desk.get("/desk/")
    assert references(response) == [older.reference, online.reference, newer.reference]
    page = response.content.decode()
    assert "3 submissions waiting in your countries" in page
    assert "the oldest came in 6 days ago" in page


def test_held_ones_wait_in_a_list_of_their_own(desk):
    plain = send(name_en="Plain")
    held = submit(least(name_en="Held back"), at=now(), held="honeypot")
    response = desk.get("/desk/")
    assert references(response) == [plain.reference]
    held_list = desk.get("/desk/?held=yes")
    assert references(held_list) == [held.reference]
    assert "a field that only bots see was filled in" in held_list.content.decode()


def test_tabs_say_how_many_they_hold(desk, nino):
    entry = publish_new(name_en="Here already", website="https://here.example.org/")
    send()
    send_change(entry, summary_en="Legal advice for everybody.")
    asked = send(name_en="Asked")
    decisions.ask(asked, moderator=nino, text="Where?", at=now())
    counts = {tab["key"]: tab["count"] for tab in desk.get("/desk/").context["tabs"]}
    assert counts == {"all": 2, "new": 1, "change": 1, "endorsed": 0, "asked": 1}
    assert references(desk.get("/desk/?state=needs_info")) == [asked.reference]
    assert len(references(desk.get("/desk/?purpose=change"))) == 1


def test_filters_narrow_by_country_and_by_whom_it_is_assigned_to(desk, nino):
    georgia = send()
    armenia = send(host_countries=["AM"], name_en="In Armenia")
    assert references(desk.get("/desk/?country=am")) == [armenia.reference]
    decisions.claim(georgia, moderator=nino, at=now())
    assert references(desk.get("/desk/?assigned=me")) == [georgia.reference]
    assert references(desk.get("/desk/?assigned=nobody")) == [armenia.reference]
    assert references(desk.get("/desk/?assigned=others")) == []
    assert desk.get("/desk/?country=zz")["Location"] == "/desk/"


def test_a_claim_is_a_sign_that_expires(desk, nino):
    one = send()
    desk.post(f"/desk/submissions/{one.reference}/claim/")
    assert desk.get("/desk/").context["rows"][0].assigned == "you"
    Submission.objects.update(claimed_until=now() - timedelta(seconds=1))
    assert desk.get("/desk/").context["rows"][0].assigned == ""
    desk.post(f"/desk/submissions/{one.reference}/claim/")
    desk.post(f"/desk/submissions/{one.reference}/release/")
    assert desk.get("/desk/").context["rows"][0].assigned == ""


def test_a_claim_of_another_is_named_and_hinders_nobody(desk, office, editor):
    one = send()
    office.post(f"/desk/submissions/{one.reference}/claim/")
    assert desk.get("/desk/").context["rows"][0].assigned == "edita"
    page = desk.post(f"/desk/submissions/{one.reference}/claim/", follow=True).content.decode()
    assert "Someone else has taken it" in page
    one.refresh_from_db()
    assert one.claimed_by == editor.user


def test_each_row_names_the_gravest_thing_to_look_out_for(desk):
    publish_new(name_en="Known", website="https://known.example.org/")
    send(name_en="Mixed", website="https://xn--exmple-4nf.org/")
    send(name_en="Twin", website="http://www.known.example.org")
    rows = {str(row.name): row.warning for row in desk.get("/desk/").context["rows"]}
    assert rows["Mixed"].text == "The host name mixes letters from different alphabets"
    assert rows["Mixed"].kind == "grave"
    assert rows["Twin"].text == "Similar to “Known” (same address)"


def test_a_change_of_the_website_says_that_two_have_to_agree(desk):
    entry = publish_new(website="https://old.example.org/")
    send_change(entry, website="https://new.example.org/")
    assert desk.get("/desk/").context["rows"][0].warning.text == "Two moderators: Website"


@pytest.mark.parametrize("number", [1, 30])
def test_queue_costs_the_same_with_one_and_with_many(desk, django_assert_num_queries, number):
    entry = publish_new(website="https://old.example.org/", name_en="Entry")
    send_change(entry, website="https://new.example.org/")
    for place in range(number - 1):
        send(name_en=f"Number {place}", website=f"https://n{place}.example.org/")
    desk.get("/desk/")
    # Session, user with moderator and second factor (4), the catalogue's version, the moderator's
    # countries (4 times: scope, filter, frame, header), tabs, count, rows, hidden entries, what was
    # refused, addresses of entries and of what waits, and the number in the header.
    with django_assert_num_queries(18):
        desk.get("/desk/")


def test_a_moderators_own_submission_is_told_apart_on_its_review(desk, nino):
    one = submit(least(), at=now(), by=By.MODERATOR, moderator=nino)
    page = desk.get(f"/desk/submissions/{one.reference}/").content.decode()
    assert "From a moderator" in page
    assert "Endorse as the first of two" in page


@pytest.mark.parametrize("others", [1, 40])
def test_only_entries_with_an_address_of_the_page_are_read(desk, others):
    """However many entries there are, the hint about duplicates reads those that it names."""
    for place in range(others):
        publish_new(name_en=f"N{place}", slug=f"n{place}", website=f"https://n{place}.example.org/")
    send(name_en="Twin", website="http://www.n0.example.org?utm_source=x", links=[])
    send(name_en="None", website="https://nobody.example.org/")
    desk.get("/desk/")
    with CaptureQueriesContext(connection) as captured:
        rows = {str(row.name): row.warning for row in desk.get("/desk/").context["rows"]}
    assert rows["Twin"].text == "Similar to “N0” (same address)"
    assert rows["None"] is None
    asked = [one["sql"] for one in captured.captured_queries if "website" in one["sql"]]
    # The rows of the queue, with their own entries; and the addresses of what waits.
    assert len(asked) == 2
    assert all('FROM "initiatives_submission"' in one for one in asked)


def test_the_hint_follows_what_is_published(desk):
    entry = publish_new(slug="moving", website="https://old.example.org/")
    send(name_en="Twin", website="https://old.example.org")
    change(entry, website="https://new.example.org/")
    assert desk.get("/desk/").context["rows"][0].warning is None
    change(Initiative.objects.get(), website="https://old.example.org/s")
    change(Initiative.objects.get(), website="https://old.example.org/")
    assert "same address" in desk.get("/desk/").context["rows"][0].warning.text
    change(Initiative.objects.get(), state="hidden")
    warning = desk.get("/desk/").context["rows"][0].warning
    assert warning.text == "Similar to the hidden entry “Emigration for Action”"
    assert warning.kind == "grave"


def test_two_that_wait_with_one_address_are_seen_in_the_queue(desk):
    channel = [{"type": "telegram", "url": "https://t.me/one_channel"}]
    send(name_en="By its channel", website="https://one.example/", links=channel)
    send(name_en="Only a channel", website="", links=channel)
    send(name_en="Kitchen", website="https://kitchen.example/", sources=[])
    send(name_en="Kitchen again", website="http://www.kitchen.example/index.html", sources=[])
    held = submit(
        least(name_en="Robot", website="https://kitchen.example"), at=now(), held="honeypot"
    )
    submit(
        least(name_en="Abroad", website="https://alone.example/", host_countries=["RS"]), at=now()
    )
    send(name_en="Alone", website="https://alone.example/")
    rows = {str(row.name): row.warning for row in desk.get("/desk/").context["rows"]}
    assert rows["Kitchen"].text == "Similar to “Kitchen again”, also in the queue (same address)"
    assert rows["Kitchen again"].text == "Similar to “Kitchen”, also in the queue (same address)"
    assert "By its channel" in rows["Only a channel"].text
    # Nothing is told of what is out of scope.
    assert rows["Alone"] is None
    assert held.reference not in desk.get("/desk/").content.decode()


@pytest.mark.parametrize("query", ["country=zz", "assigned=x", "purpose=all", "status=pending"])
def test_a_filter_that_no_queue_knows_is_told(desk, query):
    send()
    response = desk.get(f"/desk/?{query}", follow=True)
    assert response.redirect_chain == [("/desk/", 302)]
    assert "named a filter the queue does not have" in response.content.decode()


def test_a_held_one_that_a_moderator_has_taken_up_is_in_the_queue(desk):
    """It stood among the robots' for good: nobody saw that a second person or an answer waited."""
    asked, endorsed, left = (
        submit(least(name_en=name), at=now(), held="too fast")
        for name in ("Ask", "Endorse", "Left")
    )
    nino = Moderator.objects.get(user__username="nino")
    decisions.ask(asked, moderator=nino, text="Where?", at=now())
    answer(asked, text="Here.", at=now())
    decisions.endorse(endorsed, moderator=nino, at=now())
    shown = {
        tab: set(references(desk.get(f"/desk/{tab}")))
        for tab in ("", "?state=endorsed", "?held=yes")
    }
    assert shown == {
        "": {asked.reference, endorsed.reference},
        "?state=endorsed": {endorsed.reference},
        "?held=yes": {left.reference},
    }


def test_the_filter_online_finds_what_either_schema_says(desk):
    today = submit(least(host_countries=[], remote_for=["*"]), at=now())
    first = json.loads(FIRST.read_text(encoding="utf-8"))
    with transaction.atomic():
        old = enter([Proposal(document=first)], at=now(), by=By.SUBMITTER)[0]
        no = enter([Proposal(document=first | {"online": False})], at=now(), by=By.SUBMITTER)[0]
    remote = submit(least(host_countries=[], remote_for=["RS"]), at=now())
    response = desk.get("/desk/?country=online")
    assert set(references(response)) == {today.reference, old.reference}
    assert set(references(desk.get("/desk/"))) == {
        today.reference, old.reference, no.reference, remote.reference
    }  # fmt: skip
    assert "remotely: Serbia" in desk.get("/desk/").content.decode()
