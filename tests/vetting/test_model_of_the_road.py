"""The road against a small model that knows none of its code: public pages equal it, always."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from initiatives.catalogue.snapshot import forget
from initiatives.models import Initiative, Submission
from initiatives.operations.verifying import verify_all
from initiatives.vetting import decisions, submitting
from initiatives.vetting.errors import VettingError
from tests.factories.content import least
from tests.factories.submission import AT, person
from tests.thorough import rounds


class Crash(Exception):
    """The process ends between two statements."""


class Road(RuleBasedStateMachine):
    """The model: per reference its state, text and endorser, and which wait for an answer; the
    names that are public; and, as all have one website, whether any entry was hidden, and which
    were endorsed since."""

    sent = Bundle("sent")
    names = st.sampled_from(["Alpha", "Beta", "Gamma", "Delta"])
    people = st.sampled_from(["nino", "milan"])

    def __init__(self) -> None:
        super().__init__()
        # Each example begins with the words alone, and leaves nothing.
        self.undo = transaction.atomic()
        self.undo.__enter__()
        forget()
        self.client = Client()
        self.at = AT
        self.states: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.endorsers: dict[str, str] = {}
        self.asked: set[str] = set()
        self.public: set[str] = set()
        self.is_any_hidden = False
        self.endorsed_since: set[str] = set()
        self.number = 0

    def now(self):
        self.at += timedelta(minutes=1)
        return self.at

    def row(self, reference: str) -> Submission:
        return Submission.objects.get(reference=reference)

    def moves(self, reference: str, before: set[str], after: str | None, act) -> bool:
        """Does the act; the model says whether it must be refused."""
        allowed = self.states[reference] in before
        if allowed:
            act()
            if after:
                self.states[reference] = after
        else:
            with pytest.raises(VettingError):
                act()
        return allowed

    @rule(target=sent, name=names)
    def submit(self, name):
        self.number += 1
        text = f"{name}{self.number}"
        made = submitting.submit(least(name_en=text), at=self.now())
        self.states[made.reference], self.texts[made.reference] = "pending", text
        return made.reference

    @rule(reference=sent, name=names)
    def edit(self, reference, name):
        self.number += 1
        text = f"{name}{self.number}"
        row = self.row(reference)
        done = self.moves(
            reference,
            {"pending", "needs_info", "endorsed"},
            "pending" if self.states[reference] == "endorsed" else None,
            lambda: submitting.edit(
                row, document=least(name_en=text), version=row.versions.count(), at=self.now()
            ),
        )
        if done:
            self.texts[reference] = text

    @rule(reference=sent)
    def answer(self, reference):
        open_states = {"pending", "needs_info", "endorsed"} if reference in self.asked else set()
        done = self.moves(
            reference,
            open_states,
            "pending" if self.states[reference] == "needs_info" else None,
            lambda: submitting.answer(self.row(reference), text="Here.", at=self.now()),
        )
        if done:
            self.asked.remove(reference)

    @rule(reference=sent)
    def withdraw(self, reference):
        self.moves(
            reference,
            {"pending", "needs_info", "endorsed"},
            "withdrawn",
            lambda: submitting.withdraw(self.row(reference), at=self.now()),
        )

    @rule(reference=sent, who=people)
    def ask(self, reference, who):
        done = self.moves(
            reference,
            {"pending", "needs_info", "endorsed"},
            "needs_info",
            lambda: decisions.ask(
                self.row(reference), moderator=person(who).moderator, text="?", at=self.now()
            ),
        )
        if done:
            self.asked.add(reference)

    @rule(reference=sent, who=people)
    def endorse(self, reference, who):
        done = self.moves(
            reference,
            {"pending", "needs_info"},
            "endorsed",
            lambda: decisions.endorse(
                self.row(reference), moderator=person(who).moderator, at=self.now()
            ),
        )
        if done:
            self.endorsers[reference] = who
            self.endorsed_since.add(reference)

    @precondition(lambda self: self.public)
    @rule(data=st.data(), who=people)
    def hide(self, data, who):
        """What is in the queue is like it from now on; the proposal to show it again waits."""
        name = data.draw(st.sampled_from(sorted(self.public)))
        decisions.hide(
            Initiative.objects.get(name_en=name),
            moderator=person(who).moderator,
            reason="Danger",
            at=self.now(),
        )
        self.public.remove(name)
        self.is_any_hidden = True
        self.endorsed_since.clear()
        *_, hidden, again = Submission.objects.order_by("pk").values_list("reference", flat=True)
        self.states |= {hidden: "approved", again: "pending"}

    def approvable(self, reference: str, who: str) -> set[str]:
        """The states in which this person may publish it."""
        alone = set() if self.is_any_hidden else {"pending", "needs_info"}
        if self.endorsers.get(reference) == who:
            return alone
        counts = reference in self.endorsed_since or not self.is_any_hidden
        return alone | {"endorsed"} if counts else alone

    @rule(reference=sent, who=people)
    def approve(self, reference, who):
        before = self.approvable(reference, who)
        done = self.moves(
            reference,
            before,
            "approved",
            lambda: decisions.approve(
                self.row(reference), moderator=person(who).moderator, at=self.now()
            ),
        )
        if done:
            self.public.add(self.texts[reference])

    @rule(reference=sent, who=people)
    def reject(self, reference, who):
        self.moves(
            reference,
            {"pending", "needs_info", "endorsed"},
            "rejected",
            lambda: decisions.reject(
                self.row(reference),
                moderator=person(who).moderator,
                at=self.now(),
                reason="other",
            ),
        )

    @rule(reference=sent, place=st.integers(1, 60))
    def crash_while_approving(self, reference, place):
        """It ends at some statement, or was through already: never in between."""
        who = "milan" if self.endorsers.get(reference) == "nino" else "nino"
        milan = person(who).moderator
        row, left = self.row(reference), [place]

        def crash(execute, sql, params, many, context):
            # The end of a savepoint is no place to crash at: outside a test it is the COMMIT
            # itself, after which the connection is gone and nothing is kept.
            left[0] -= not sql.startswith(("SAVEPOINT", "RELEASE"))
            if left[0] == 0:
                raise Crash
            return execute(sql, params, many, context)

        with suppress(Crash, VettingError), connection.execute_wrapper(crash):
            decisions.approve(row, moderator=milan, at=self.now())
            assert self.states[reference] in self.approvable(reference, who)
            self.states[reference] = "approved"
            self.public.add(self.texts[reference])

    @invariant()
    def public_pages_equal_the_model(self):
        page = self.client.get("/en/initiatives/?sort=name").content.decode()
        shown = set(re.findall(r"\b(?:Alpha|Beta|Gamma|Delta)\d+\b", page))
        assert shown == self.public
        stored = dict(Submission.objects.values_list("reference", "state"))
        assert stored == self.states

    def teardown(self) -> None:
        verify_all(at=self.now())
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)


@pytest.mark.usefixtures("words")
def test_road_and_model_agree_after_each_step():
    run_state_machine_as_test(
        Road,
        settings=settings(
            deadline=None,
            max_examples=rounds(25),
            stateful_step_count=15,
            suppress_health_check=list(HealthCheck),
        ),
    )
