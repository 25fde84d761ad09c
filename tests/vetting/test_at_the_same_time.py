"""Two who decide at the same moment: one wins, the other is told, and no version is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from initiatives.models import CatalogueVersion, Decision, Initiative, Submission
from initiatives.operations.integrity import differences
from initiatives.vetting import decisions
from initiatives.vetting.audit_log import verify
from initiatives.vetting.errors import OutdatedBase, SecondPersonNeeded, TransitionNotAllowed
from initiatives.vetting.importing import ImportRow, import_rows
from initiatives.vetting.submitting import submit
from tests.factories.content import LEAST, least
from tests.factories.submission import (
    AT,
    approve,
    person,
    publish_new,
    reject,
    send,
    send_change,
    send_merge,
)
from tests.thorough import rounds

pytestmark = pytest.mark.usefixtures("lasting_words")


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each of them answered or raised, all begun at the same moment."""
    start, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers[place] = act()
        except Exception as error:  # noqa: BLE001  it is what the test asks for
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return answers


def test_two_approve_the_same_and_one_wins():
    sent, nino, milan = send(), person("nino"), person("milan")
    answers = together(
        lambda: approve(sent, at=AT, actor=nino), lambda: approve(sent, at=AT, actor=milan)
    )
    assert sum(isinstance(one, TransitionNotAllowed) for one in answers) == 1
    assert Initiative.objects.count() == 1
    assert list(Decision.objects.values_list("action", flat=True)) == ["submit", "approve"]
    verify()


@pytest.mark.whole
def test_two_decide_the_same_a_hundred_times_and_one_wins_each_time():
    nino, milan = person("nino").moderator, person("milan").moderator
    for number in range(rounds(100)):
        sent = submit(least(name_en=f"Number {number}"), at=AT)
        acts = [
            lambda sent=sent: decisions.approve(sent, moderator=nino, at=AT),
            lambda sent=sent: decisions.reject(sent, moderator=milan, at=AT, reason="other"),
        ]
        answers = together(*(acts if number % 2 else reversed(acts)))
        lost = [one for one in answers if isinstance(one, TransitionNotAllowed)]
        assert len(lost) == 1, answers
        sent.refresh_from_db()
        assert lost[0].state == sent.state in ("approved", "rejected")
    assert Decision.objects.count() == 2 * rounds(100)
    verify()


def test_one_approves_and_one_rejects_the_same():
    sent, nino, milan = send(), person("nino"), person("milan")
    answers = together(
        lambda: approve(sent, at=AT, actor=nino),
        lambda: reject(sent, at=AT, actor=milan, reason="no"),
    )
    assert sum(isinstance(one, TransitionNotAllowed) for one in answers) == 1
    sent.refresh_from_db()
    assert Initiative.objects.exists() == (sent.state == "approved")


@pytest.mark.whole
def test_hidden_and_its_twin_approved_and_the_hiding_is_never_overlooked():
    nino, milan = person("nino").moderator, person("milan").moderator
    for number in range(rounds(20)):
        site = {"website": f"https://n{number}.example.org/"}
        # Names that are like none of the rounds before.
        entry = publish_new(name_en=f"{number}" * 9, **site)
        twin = send(name_en=f"Other {number}" * 3, **site)
        acts = [
            lambda entry=entry: decisions.hide(entry, moderator=milan, reason="Danger", at=AT),
            lambda twin=twin: decisions.approve(twin, moderator=nino, at=AT),
        ]
        answers = together(*(acts if number % 2 else reversed(acts)))
        refused = [one for one in answers if isinstance(one, Exception)]
        assert all(isinstance(one, SecondPersonNeeded) for one in refused), refused
        # Published it was only before the other was hidden.
        approvals = Decision.objects.filter(action="approve").order_by("pk")
        assert approvals.last().submission_id != twin.pk
        assert Initiative.objects.get(pk=entry.pk).state == "hidden"


@pytest.mark.whole
def test_an_entry_is_hidden_while_a_change_of_it_is_approved_and_neither_waits_for_ever():
    nino, milan = person("nino").moderator, person("milan").moderator
    for number in range(rounds(25)):
        entry = publish_new(name_en=f"{number}" * 9, website=f"https://n{number}.example.org/")
        sent = send_change(entry, cost="free")
        acts = [
            lambda entry=entry: decisions.hide(entry, moderator=milan, reason="Danger", at=AT),
            lambda sent=sent: decisions.approve(sent, moderator=nino, at=AT),
        ]
        answers = together(*(acts if number % 2 else reversed(acts)))
        refused = [one for one in answers if isinstance(one, Exception)]
        assert all(isinstance(one, OutdatedBase) for one in refused), refused
        assert Initiative.objects.get(pk=entry.pk).state == "hidden"


@pytest.mark.whole
def test_endorsements_of_one_who_leaves_are_undone_while_others_decide():
    nino, milan, vera = (person(name).moderator for name in ("nino", "milan", "vera"))
    for number in range(rounds(8)):
        sent = [send(name_en=f"Number {number} of {place}") for place in range(4)]
        for one in sent:
            decisions.endorse(one, moderator=nino, at=AT)
        answers = together(
            lambda: decisions.undo_endorsements(nino, moderator=milan, at=AT),
            *(
                lambda one=one: decisions.reject(one, moderator=vera, at=AT, reason="other")
                for one in (sent[3], sent[1])
            ),
        )
        assert [one for one in answers if isinstance(one, Exception)] == []
        states = set(
            Submission.objects.filter(pk__in=[one.pk for one in sent]).values_list(
                "state", flat=True
            )
        )
        assert states == {"pending", "rejected"}
    verify()


def test_two_changes_of_one_entry_and_one_is_outdated():
    row, nino = publish_new(), person()
    waiting = [send_change(row, name_en=name) for name in ("First", "Second")]
    answers = together(*[lambda one=one: approve(one, at=AT, actor=nino) for one in waiting])
    assert sum(isinstance(one, OutdatedBase) for one in answers) == 1


def test_versions_come_in_order_and_none_is_lost():
    nino = person()
    sent = [send(name_en=f"Entry {number}") for number in range(6)]
    before = CatalogueVersion.objects.number()
    answers = together(*[lambda one=one: approve(one, at=AT, actor=nino) for one in sent])
    assert [one for one in answers if isinstance(one, Exception)] == []
    assert CatalogueVersion.objects.number() == before + 6
    versions = Initiative.objects.order_by("changed_in").values_list("changed_in", flat=True)
    assert list(versions) == list(range(before + 1, before + 7))
    verify()


def test_merges_across_each_other_do_not_deadlock():
    """Entries that name each other as partners, changed and merged in both directions at once."""
    nino = person()
    rows = [publish_new(slug=f"entry-{number}") for number in range(4)]
    sent = [
        send_change(rows[place], partners=[rows[(place + step) % 4].slug for step in (1, 2, 3)])
        for place in range(4)
    ]
    answers = together(*[lambda one=one: approve(one, at=AT, actor=nino) for one in sent])
    assert [one for one in answers if isinstance(one, Exception)] == []
    merges = send_merge(rows[0], rows[1], name_en="A"), send_merge(rows[1], rows[0], name_en="B")
    for one in merges[1]:
        one.batch = "merge-2"
        one.save()
    answers = together(*[lambda one=one[0]: approve(one, at=AT, actor=nino) for one in merges])
    assert sorted(isinstance(one, OutdatedBase) for one in answers) == [False, True]
    assert differences() == []


def test_everybody_sends_while_somebody_publishes():
    nino, waiting = person(), send(name_en="Waiting")
    answers = together(
        lambda: approve(waiting, at=AT, actor=nino),
        *[lambda n=n: submit(least(name_en=f"Entry {n}"), at=AT) for n in range(5)],
    )
    assert [one for one in answers if isinstance(one, Exception)] == []
    verify()


def test_two_imports_of_the_same_files_load_them_once():
    rows = [
        ImportRow("some.json", n, {**LEAST, "slug": f"entry-{n}", "name_en": f"Entry {n}"})
        for n in range(1, 9)
    ]
    answers = together(*[lambda: import_rows(rows, at=AT)] * 2)
    assert sorted(len(one.added) for one in answers) == [0, 8]
    assert Initiative.objects.count() == 8
    verify()
