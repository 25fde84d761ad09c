"""Approves new entries, each when a line comes in: prints the time of its commit and its slug.

`python -m bench.approver NUMBER`, for bench/approving.py.
"""

import sys
import time

import django


def main(number: int) -> None:
    django.setup()
    from django.contrib.auth.models import User
    from django.utils.timezone import now

    from initiatives import content
    from initiatives.models import Initiative, Moderator, Role
    from initiatives.vetting import decisions
    from initiatives.vetting.submitting import submit

    user = User.objects.create_user("approver")
    moderator = Moderator.objects.create(user=user, role=Role.EDITOR, everywhere=True)
    entries = content.with_content(Initiative.objects.published()).order_by("pk")[:number]
    for place, entry in enumerate(list(entries)):
        document = content.from_initiative(entry) | {
            "name_en": f"Approved meanwhile {place}",
            "website": f"https://approved-{place}.example/",
            "partners": [],
            "designations": [],
        }
        one = submit(document, at=now())
        [row] = decisions.approve(one, moderator=moderator, at=now())
        print(time.time(), row.slug, flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(int(sys.argv[1]))
