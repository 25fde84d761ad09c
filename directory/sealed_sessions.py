"""Sessions of moderators: in the database, sealed, and never older than the limit (SR-8).

Sealed, because a session holds what must not lie open in a backup: the secret of an
authenticator app while it is being set up, a form that waits for the password. The age counts
from the beginning, not from the last click.
"""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from initiatives.fields.sealed import SealBrokenError, Sealed

_COLUMN = "sessions.session.session_data"
_BEGUN = "begun"


class SessionStore(DatabaseSessions):
    """Django's database sessions with two changes: the seal, and an end that does not move."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return Sealed.seal(json.dumps(session_dict), _COLUMN).token

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Return what was sealed; an empty session when no key of ours opens it."""
        token = session_data.decode() if isinstance(session_data, bytes) else session_data
        try:
            return json.loads(Sealed(token, _COLUMN).open() or "{}")
        except SealBrokenError:
            return {}

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Note when the session began, before it is written for the first time."""
        data.setdefault(_BEGUN, int(time.time()))
        return super().create_model_instance(data)  # type: ignore[return-value]

    @classmethod
    def of_user(cls, user_pk: int) -> dict[str, datetime]:
        """Return the open sessions of a user, oldest first: key -> when it began (UTC).

        Those in which only the password was given are among them. Only their sealed text tells
        whose they are, so each is opened: one query.
        """
        found: dict[str, datetime] = {}
        half = user_pk_to_url_str(User(pk=user_pk))
        for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
            data = cls().decode(row.session_data)
            waiting = data.get(LOGIN_SESSION_KEY)
            is_half = isinstance(waiting, dict) and waiting.get("user_pk") == half
            if is_half or data.get(SESSION_KEY) == str(user_pk):
                found[row.session_key] = datetime.fromtimestamp(data.get(_BEGUN, 0), UTC)
        return dict(sorted(found.items(), key=lambda item: item[1]))

    @classmethod
    def end_all(cls, user_pk: int, *, but: str | None = None) -> int:
        """End the sessions of a user, except the one of this key; return how many there were."""
        keys = [key for key in cls.of_user(user_pk) if key != but]
        Session.objects.filter(session_key__in=keys).delete()
        return len(keys)

    def get_expiry_age(self, **kwargs: Any) -> int:
        begun = self.get(_BEGUN, time.time())
        return max(0, int(begun + settings.SESSION_COOKIE_AGE - time.time()))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        return timezone.now() + timedelta(seconds=self.get_expiry_age())
