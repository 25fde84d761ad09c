"""A status in force of an organisation holds for its projects too: who reads of one is warned."""

from __future__ import annotations

from dataclasses import dataclass

from initiatives.content import upgraded
from initiatives.models import NO_DESIGNATION, Initiative, Submission, designations_in_force


@dataclass(frozen=True, slots=True)
class MissingStatus:
    """Types of designations that ``project`` would lack of those in force of the one that runs it.
    ``entry``: the other one of the two; ``is_project``: whether that is the project."""

    entry: Initiative
    types: list[str]
    is_project: bool


def missing_statuses(submission: Submission) -> list[MissingStatus]:
    """What would be lacking were the submission published: of its own text, as a project, and of
    the listed projects of the entry that it changes. At most two queries.

    Entries are named whatever their state: whoever shows them looks at who may see them.
    """
    document = upgraded(submission.content)
    if not document:
        return []
    own = set(designations_in_force(document.get("designations", ()))) - {NO_DESIGNATION}
    found: list[MissingStatus] = []
    if slug := document.get("parent"):
        parent = Initiative.objects.filter(slug=slug).first()
        if parent is not None and (types := sorted(_of_entry(parent) - own)):
            found.append(MissingStatus(parent, types, is_project=False))
    if submission.initiative_id is not None and own:
        projects = Initiative.objects.listed().filter(parent=submission.initiative_id)
        found += [
            MissingStatus(project, types, is_project=True)
            for project in projects.order_by("slug")
            if (types := sorted(own - _of_entry(project)))
        ]
    return found


def _of_entry(entry: Initiative) -> set[str]:
    return set(entry.facets["designation"]) - {NO_DESIGNATION}
