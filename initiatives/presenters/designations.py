"""What a card says of a designation under Russian law."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiatives.models import DesignationType
from initiatives.presenters.dates import of_month


@dataclass(frozen=True, slots=True)
class Designated:
    """The gravest designation in force, since when, and how many others there are."""

    type: str
    since: str
    more: int

    @property
    def label(self) -> str:
        return str(DesignationType(self.type).label)

    def words(self) -> str:
        """What it is called there, and what it means for readers in Russia."""
        if self.type == "terrorist":
            said = _(
                "“Terrorist” in Russia since %(date)s: donating, taking part and words of"
                " approval are crimes there"
            )
        elif self.type == "extremist":
            said = _(
                "“Extremist” in Russia since %(date)s: donating and taking part are crimes there,"
                " sharing can be punished"
            )
        elif self.type == "undesirable":
            said = _(
                "“Undesirable” in Russia since %(date)s: donating, sharing or taking part can be"
                " prosecuted there"
            )
        else:
            said = _(
                "“Foreign agent” in Russia since %(date)s: sharing without the label can be"
                " fined there"
            )
        said %= {"date": of_month(self.since)}
        if n := self.more:
            said += ngettext(
                "; %(n)s more status in the entry", "; %(n)s more statuses in the entry", n
            ) % {"n": n}
        return said
