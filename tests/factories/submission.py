"""Submissions and entries, by the road's own functions."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from initiatives import content
from initiatives.models import By, Initiative, Moderator, Purpose, Role, Submission
from initiatives.vetting import decisions, permissions
from initiatives.vetting.submitting import submit
from tests.factories.content import least

AT = datetime(2024, 5, 17, 12, 30, 15, 123456, tzinfo=UTC)


def person(name: str = "nino") -> User:
    """Nino is an editor; so is everybody else of this name."""
    user = User.objects.update_or_create(username=name, defaults={"is_active": True})[0]
    Moderator.objects.get_or_create(user=user, defaults={"role": Role.EDITOR})
    return user


def approve(submission: Submission, *, actor: User, at: datetime, **how: Any) -> list[Initiative]:
    """As many persons as it needs approve it; ``actor`` is the one who publishes."""
    for one in decisions.whole_batch(submission):
        one.refresh_from_db()
        if one.state != "endorsed" and permissions.needs_second_person(one, actor.moderator):
            decisions.endorse(one, moderator=person("second").moderator, at=at)
    return decisions.approve(submission, moderator=actor.moderator, at=at, **how)


def reject(submission: Submission, *, actor: User, at: datetime, **why: Any) -> list[Submission]:
    """A moderator refuses it."""
    return decisions.reject(submission, moderator=actor.moderator, at=at, **why)


def send(**changes: Any) -> Submission:
    """A new entry in the queue, from a visitor."""
    return submit(least(**changes), at=AT)


def publish_new(slug: str = "", *, at: datetime = AT, **changes: Any) -> Initiative:
    """A new entry, sent by a visitor and approved by Nino."""
    sent = submit(least(**changes), at=at, slug=slug)
    return approve(sent, at=at, actor=person())[0]


def send_change(initiative: Initiative, *, slug: str = "", **changes: Any) -> Submission:
    """A change of an entry in the queue."""
    row = content.with_content(Initiative.objects.all()).get(pk=initiative.pk)
    return submit(
        {**content.from_initiative(row), **changes},
        at=AT,
        purpose=Purpose.CHANGE,
        base=row.revision,
        slug=slug,
    )


def change(initiative: Initiative, *, slug: str = "", **changes: Any) -> Initiative:
    """A change of an entry, approved by Nino."""
    return approve(send_change(initiative, slug=slug, **changes), at=AT, actor=person())[0]


def send_merge(old: Initiative, into: Initiative, **changes: Any) -> list[Submission]:
    """Two changes in one batch: one entry is hidden with its successor, the other is extended."""
    documents = [
        (old, {"state": "hidden", "successor": into.slug, "partners": []}),
        (into, {"other_names": ["Old name"], **changes}),
    ]
    sent = []
    for entry, differences in documents:
        row = content.with_content(Initiative.objects.all()).get(pk=entry.pk)
        sent.append(
            submit(
                {**content.from_initiative(row), **differences},
                at=AT,
                by=By.MODERATOR,
                moderator=person("milan").moderator,
                purpose=Purpose.CHANGE,
                base=row.revision,
                batch="merge-1",
            )
        )
    return sent
