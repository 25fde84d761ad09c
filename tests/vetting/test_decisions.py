"""Approving and rejecting: which moves there are, and what each leaves behind."""

from datetime import timedelta

import pytest

from initiatives.models import (
    FINAL_STATES,
    OPEN_STATES,
    Action,
    By,
    CatalogueVersion,
    Decision,
    Initiative,
    Purpose,
    Submission,
    SubmissionState,
    Verification,
)
from initiatives.vetting.audit_log import verify
from initiatives.vetting.errors import InvalidContent, OutdatedBase, TransitionNotAllowed
from initiatives.vetting.submitting import submit, withdraw
from initiatives.vetting.transitions import TRANSITIONS, state_after
from tests.factories.content import least
from tests.factories.submission import (
    AT,
    approve,
    change,
    person,
    publish_new,
    reject,
    send,
    send_change,
    send_merge,
)

pytestmark = pytest.mark.usefixtures("words")
LATER = AT + timedelta(days=3)


def move(action: Action, sent: Submission) -> None:
    if action == Action.APPROVE:
        approve(sent, at=AT, actor=person())
    elif action == Action.REJECT:
        reject(sent, at=AT, actor=person(), reason="doubtful")
    else:
        withdraw(sent, at=AT)


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT, Action.WITHDRAW])
@pytest.mark.parametrize("state", ["pending", "needs_info", "endorsed"])
def test_open_submission_moves_and_a_decision_says_so(action: Action, state: str):
    sent = send()
    Submission.objects.filter(pk=sent.pk).update(state=state)
    move(action, sent)
    sent.refresh_from_db()
    assert sent.state == TRANSITIONS[action].after[SubmissionState(state)]
    assert Decision.objects.values_list("action", flat=True).last() == action
    verify()


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT, Action.WITHDRAW])
@pytest.mark.parametrize("state", ["rejected", "withdrawn", "spam"])
def test_decided_submission_moves_no_more(action: Action, state: str):
    sent = send()
    Submission.objects.filter(pk=sent.pk).update(state=state)
    with pytest.raises(TransitionNotAllowed) as refused:
        move(action, sent)
    assert refused.value.state == state
    assert str(refused.value.state.label) in str(refused.value)
    assert Decision.objects.count() == 1
    assert not Initiative.objects.exists()


@pytest.mark.parametrize("action", [Action.APPROVE, Action.REJECT, Action.WITHDRAW])
def test_approved_submission_moves_no_more(action: Action):
    row = publish_new()
    with pytest.raises(TransitionNotAllowed, match="“Approved”"):
        move(action, row.revision)


def test_nobody_makes_a_move_of_others():
    sent = send()
    with pytest.raises(ValueError, match="submitter does not approve"):
        state_after(Action.APPROVE, sent, by=By.SUBMITTER)


def test_decision_holds_who_why_and_when():
    sent, nino = send(), person()
    reject(sent, at=AT, actor=nino, reason="doubtful", comment="Nobody answers.")
    last = Decision.objects.last()
    assert last is not None
    assert (last.by, last.actor, last.actor_name) == ("moderator", nino, "nino")
    assert (last.reason, last.comment, last.at) == ("doubtful", "Nobody answers.", AT)


def test_approval_on_an_outdated_base_is_refused():
    row = publish_new()
    first, second = send_change(row, name_en="First"), send_change(row, name_en="Second")
    approve(second, at=AT, actor=person())
    with pytest.raises(OutdatedBase, match=first.reference):
        approve(first, at=AT, actor=person())
    row.refresh_from_db()
    first.refresh_from_db()
    assert (row.name_en, first.state) == ("Second", "pending")


def test_two_changes_of_one_entry_cannot_share_a_batch():
    row = publish_new()
    Submission.objects.filter(
        pk__in=[send_change(row, name_en=name).pk for name in ("First", "Second")]
    ).update(batch="both")
    with pytest.raises(OutdatedBase):
        approve(Submission.objects.filter(batch="both")[0], at=AT, actor=person())


def test_first_approval_is_when_it_was_published():
    row = approve(send_change(publish_new(), name_en="Other"), at=LATER, actor=person())[0]
    assert (row.published_at, row.name_en) == (AT, "Other")


def test_only_a_named_act_verifies():
    row = publish_new()
    assert (row.verified_at, row.verified_how) == (None, "")
    row = change(row, name_en="Other")
    assert (row.verified_at, row.verified_how) == (None, "")
    assert not Verification.objects.exists()


def test_approving_may_verify_by_a_tick():
    nino = person()
    row = approve(send(), at=AT, actor=nino, verified_how="sources")[0]
    assert (row.verified_at, row.verified_how) == (AT, "sources")
    assert Verification.objects.values_list("initiative", "revision", "how", "by", "at").get() == (
        row.pk,
        row.revision_id,
        "sources",
        nino.pk,
        AT,
    )


def test_verification_is_a_revision_of_its_own():
    row = publish_new()
    sent = submit({}, at=AT, purpose=Purpose.VERIFICATION, base=row.revision)
    with pytest.raises(ValueError, match="how"):
        approve(sent, at=LATER, actor=person())
    row = approve(sent, at=LATER, actor=person(), verified_how="initiative")[0]
    assert (row.verified_at, row.revision, row.published_at) == (LATER, sent, AT)


def test_later_change_keeps_the_verification():
    row = approve(send(), at=AT, actor=person(), verified_how="moderator")[0]
    assert change(row, name_en="Other").verified_how == "moderator"


def test_batch_is_approved_together_under_one_version():
    old, into = publish_new(slug="old"), publish_new(slug="into")
    before = CatalogueVersion.objects.number()
    rows = approve(send_merge(old, into)[1], at=LATER, actor=person())
    assert [row.slug for row in rows] == ["old", "into"]
    old.refresh_from_db()
    assert (old.state, old.successor) == ("hidden", into)
    assert set(Initiative.objects.values_list("changed_in", flat=True)) == {before + 1}
    assert CatalogueVersion.objects.number() == before + 1


def test_batch_is_approved_together_or_not_at_all():
    old, into = publish_new(slug="old"), publish_new(slug="into")
    sent = send_merge(old, into)
    change(into, name_en="Another change meanwhile")
    with pytest.raises(OutdatedBase):
        approve(sent[0], at=LATER, actor=person())
    old.refresh_from_db()
    assert old.state == "published"
    assert {one.state for one in Submission.objects.filter(batch="merge-1")} == {"pending"}


def test_batch_is_rejected_together():
    sent = send_merge(publish_new(slug="old"), publish_new(slug="into"))
    reject(sent[0], at=AT, actor=person(), reason="no")
    assert {one.state for one in Submission.objects.filter(batch="merge-1")} == {"rejected"}
    with pytest.raises(TransitionNotAllowed):
        approve(sent[1], at=AT, actor=person())


def test_what_is_not_enough_to_publish_is_refused_by_field():
    sent = submit(least(reach=""), at=AT)
    with pytest.raises(InvalidContent) as refused:
        approve(sent, at=AT, actor=person())
    assert (refused.value.reference, list(refused.value.errors)) == (sent.reference, ["reach"])
    assert Submission.objects.get().state == SubmissionState.PENDING


def test_every_move_in_the_table_leads_from_open_states_to_another():
    assert set(TRANSITIONS) == set(Action)
    assert dict(TRANSITIONS[Action.SUBMIT].after) == {None: SubmissionState.PENDING}
    for action, row in TRANSITIONS.items():
        assert row.by
        assert set(row.after) <= {*OPEN_STATES} or action == Action.SUBMIT


@pytest.mark.parametrize("state", SubmissionState)
def test_a_submission_is_open_or_final(state: SubmissionState):
    sent = Submission(state=state)
    assert sent.is_open == sent.is_editable == (state in OPEN_STATES)
    assert sent.is_final == (state in FINAL_STATES) == (not sent.is_open)


def test_what_was_sent_is_not_sent_again():
    sent = send()
    with pytest.raises(TransitionNotAllowed):
        state_after(Action.SUBMIT, sent, by=By.SUBMITTER)
