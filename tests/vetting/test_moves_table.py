"""Every move × state × role × scope × authorship, as the table in docs/moderating.md says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from initiatives.models import Action, By, Country, Decision, Moderator, Role, Submission
from initiatives.vetting import decisions, submitting
from initiatives.vetting.audit_log import verify
from initiatives.vetting.errors import (
    EditorNeeded,
    EndorsedBeforeHiding,
    OutOfScope,
    OwnText,
    SamePerson,
    SecondPersonNeeded,
    TransitionNotAllowed,
    VettingError,
)
from initiatives.vetting.transitions import transition
from tests.factories.content import least
from tests.factories.submission import AT, person, publish_new, send_change
from tests.thorough import QUICK

pytestmark = pytest.mark.usefixtures("words")

LATER = AT + timedelta(days=1)
DOCUMENT = Path(__file__).parents[2] / "docs" / "moderating.md"
STATES = ["pending", "needs_info", "endorsed", "approved", "rejected", "withdrawn", "spam"]
ANSWERS: dict[str, type[VettingError]] = {
    "refused": TransitionNotAllowed,
    "two needed": SecondPersonNeeded,
    "same person": SamePerson,
    "author": OwnText,
    "not found": OutOfScope,
    "editor needed": EditorNeeded,
    "endorsed before": EndorsedBeforeHiding,
}
MOVES: dict[str, Callable[[Submission, Moderator], Any]] = {
    "edit": lambda one, _: submitting.edit(one, document=least(name_en="New"), version=1, at=LATER),
    "answer": lambda one, _: submitting.answer(one, text="Here.", at=LATER),
    "withdraw": lambda one, _: submitting.withdraw(one, at=LATER),
    "correct": lambda one, who: decisions.correct(
        one, moderator=who, document=one.content | {"summary_en": "Corrected."}, at=LATER
    ),
    "ask": lambda one, who: decisions.ask(one, moderator=who, text="Where?", at=LATER),
    "endorse": lambda one, who: decisions.endorse(one, moderator=who, at=LATER),
    "send back": lambda one, who: decisions.send_back(one, moderator=who, at=LATER, reason="other"),
    "approve": lambda one, who: decisions.approve(one, moderator=who, at=LATER),
    "reject": lambda one, who: decisions.reject(one, moderator=who, at=LATER, reason="other"),
    "spam": lambda one, who: decisions.mark_as_spam(one, moderator=who, at=LATER),
}


def table() -> list[tuple[str, str, str, str]]:
    """(move, who, state, what the table says) for each cell."""
    cells = []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        row = [cell.strip() for cell in line.strip("|").split("|")]
        if len(row) != 2 + len(STATES) or row[0] in ("move", "---"):
            continue
        cells += [
            (row[0], row[1], state, said)
            for state, said in zip(STATES, row[2:], strict=True)
            if said != "–"
        ]
    return cells


def moderator(name: str, role: str, *codes: str) -> Moderator:
    user = person(name)
    user.moderator.delete()
    user.refresh_from_db()
    made = Moderator.objects.create(user=user, role=role)
    made.countries.set(Country.objects.filter(code__in=codes))
    return made


def sent_by(author: Moderator | None, *, guarded: bool) -> Submission:
    if guarded:
        entry = publish_new(slug="guarded")
        sent = send_change(entry, website="https://other.example.org/")
    else:
        sent = submitting.submit(least(), at=AT)
    if author:
        Submission.objects.filter(pk=sent.pk).update(by=By.MODERATOR)
        sent.versions.update(by=By.MODERATOR, author=author.user)
    return sent


def hidden_entry(*codes: str) -> None:
    """One with the name of what is sent, of these countries."""
    entry = publish_new(website="https://hidden.example.org/", host_countries=list(codes))
    decisions.hide(entry, moderator=person("hider").moderator, reason="Phishing", at=AT)


CORRECTIONS = {
    "mended a word": {"summary_en": "Mended."},
    "changed the website": {"website": "https://corrected.example.org/"},
}


def corrected(sent: Submission, who: str, acting: Moderator) -> None:
    for said, changes in CORRECTIONS.items():
        if said in who:
            decisions.correct(sent, moderator=acting, document=sent.content | changes, at=AT)
            sent.refresh_from_db()


def in_state(sent: Submission, state: str, endorser: Moderator) -> Submission:
    if state == "endorsed":
        decisions.endorse(sent, moderator=endorser, at=AT)
    elif state == "approved":
        # Its entry does not matter here; the constraint wants one.
        entry = publish_new(slug="anything")
        Submission.objects.filter(pk=sent.pk).update(
            state=state, initiative=entry, slug="anything-else"
        )
    else:
        Submission.objects.filter(pk=sent.pk).update(state=state)
    sent.refresh_from_db()
    return sent


def roles(who: str) -> list[str]:
    if "in scope" in who:
        return Role.values
    return [Role.EDITOR, Role.ADMINISTRATOR] if "editor" in who else [Role.MODERATOR]


CELLS = [
    (what, who, role, state, said) for what, who, state, said in table() for role in roles(who)
]
if QUICK:  # of each move one for each answer
    CELLS = list({(what, said): cell for cell in CELLS for what, *_, said in [cell]}.values())


@pytest.mark.parametrize(("what", "who", "role", "state", "said"), CELLS)
def test_move_is_allowed_or_refused_as_the_table_says(what, who, role, state, said):
    countries = ["GE"] if "out of" not in who else ["RS"]
    assert set(least()["host_countries"]) == {"GE"} or least()["remote_for"]
    acting = moderator("acting", role, *countries)
    if "like a hidden entry" in who:
        hidden_entry("RS" if "abroad" in who else "GE")
    sent = sent_by(acting if "own" in who else None, guarded="guarded" in who)
    if "out of" in who:
        Submission.objects.filter(pk=sent.pk).update(hosts=",GE,")
    corrected(sent, who, acting)
    if "question open" in who and "no question" not in who:
        decisions.ask(sent, moderator=person("second").moderator, text="Where?", at=AT)
    endorser = acting if "endorsed it" in who else person("second").moderator
    if "abroad" in who:
        endorser = moderator("second", Role.MODERATOR, "GE")
    sent = in_state(sent, state, endorser)
    if "hidden since" in who:
        hidden_entry("GE")
    before = Decision.objects.count()

    def act() -> Any:
        if what == "return":
            with transition([sent], Action.RETURN, by=By.SYSTEM, at=LATER):
                return None
        return MOVES[what](sent, acting)

    if said in ANSWERS:
        with pytest.raises(ANSWERS[said]) as refused:
            act()
        assert str(refused.value)
        sent.refresh_from_db()
        assert sent.state == state
        assert Decision.objects.count() == before
    else:
        act()
        sent.refresh_from_db()
        after = state if said == "stays" else said.removeprefix("→ ").replace(" ", "_")
        assert sent.state == after
        last = Decision.objects.order_by("pk").last()
        assert last is not None
        assert (last.submission, last.action) == (sent, what.replace(" ", "_"))
        assert Decision.objects.count() == before + 1
    verify()


def test_table_names_every_move_and_every_state():
    named = {what.replace(" ", "_") for what, *_ in table()}
    assert named == set(Action) - {Action.SUBMIT}
    for what in named - {"edit", "answer", "withdraw", "return"}:
        said = {who for w, who, *_ in table() if w.replace(" ", "_") == what}
        assert {"in scope, other's", "in scope, own", "out of scope"} <= said
