"""Canned replies, in both languages: what a submitter reads, whoever decides.

The texts go out in the language of the form that was sent, whatever the moderator speaks, so they
are not gettext strings; the labels are for the moderator.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

OTHER = "other"


@dataclass(frozen=True, slots=True)
class CannedReply:
    """key: kept with the decision. label: what the moderator chooses from."""

    key: str
    label: Any
    text_en: str
    text_ru: str

    def text(self, language: str) -> str:
        return self.text_ru if language == "ru" else self.text_en


CANNED_REPLIES: dict[str, tuple[CannedReply, ...]] = {
    "ask": (
        CannedReply(
            "confirm_link",
            _("Please confirm a link"),
            "Thank you! Please show us that this address is yours: for example, mention it on "
            "your website or in your channel and tell us here where.",
            "Спасибо! Помогите нам, пожалуйста, убедиться, что этот адрес ваш: например, "
            "укажите его на сайте или в канале и напишите здесь, где именно.",
        ),
        CannedReply(
            "need_source",
            _("A source is needed"),
            "Thank you! Please send the address of a public page where this can be checked.",
            "Спасибо! Пришлите, пожалуйста, адрес открытой страницы, где это можно проверить.",
        ),
        CannedReply(
            "what_offered",
            _("What does it offer, and to whom?"),
            "Thank you! Please describe in one or two sentences what people can get from you and "
            "who can come.",
            "Спасибо! Опишите, пожалуйста, в одном-двух предложениях, чем вы помогаете и кто "
            "может к вам обратиться.",
        ),
        CannedReply(
            "still_active",
            _("Is it still active?"),
            "Thank you! We found no signs of activity in recent months. Please tell us whether "
            "the initiative is still active and where we can see this.",
            "Спасибо! Мы не нашли признаков активности за последние месяцы. Напишите, "
            "пожалуйста, действует ли инициатива и где это видно.",
        ),
        CannedReply(
            "which_place",
            _("In which city or country?"),
            "Thank you! Please tell us in which city and country you meet, or whether you work "
            "only online.",
            "Спасибо! Напишите, пожалуйста, в каком городе и какой стране вы встречаетесь или "
            "что вы работаете только онлайн.",
        ),
    ),
    "reject": (
        CannedReply(
            "duplicate",
            _("It is already in the directory"),
            "This initiative is already in the directory. If something in its entry is wrong, "
            "submit it once more and tell the moderators what in the last field of the form.",
            "Эта инициатива уже есть в справочнике. Если в её записи что-то неверно, пришлите "
            "заявку ещё раз и напишите модераторам об этом в последнем поле формы.",
        ),
        CannedReply(
            "not_ours",
            _("Out of scope"),
            "The directory lists initiatives that people who left Russia after February 2022 "
            "founded, moved abroad or rely on. As far as we can see, this is not one of them.",
            "В справочнике собраны инициативы людей, уехавших из России после февраля 2022 "
            "года: созданные ими, переехавшие вместе с ними и те, на которые они опираются. "
            "Насколько мы видим, эта к ним не относится.",
        ),
        CannedReply(
            "not_checkable",
            _("Nothing to check it against"),
            "We found no public page where the facts could be checked. Please submit it again "
            "when there is one.",
            "Мы не нашли открытой страницы, где можно проверить сведения. Когда такая страница "
            "появится, пришлите, пожалуйста, заявку снова.",
        ),
        CannedReply(
            "no_answer",
            _("No answer to our question"),
            "We asked a question and got no answer, so we could not continue. You are welcome "
            "to submit it again.",
            "Мы задали вопрос и не получили ответа, поэтому не смогли продолжить. Заявку можно "
            "прислать снова.",
        ),
        CannedReply(
            "private_data",
            _("It names private individuals"),
            "The text names private individuals or their contacts. The directory contains only "
            "public contacts of initiatives. Please submit it again without them.",
            "В тексте названы частные лица или их контакты. В справочнике бывают только "
            "открытые контакты инициатив. Пришлите, пожалуйста, заявку без них.",
        ),
        CannedReply(
            "commercial",
            _("Commercial offer"),
            "This looks like a commercial offer. The directory does not accept businesses that "
            "only sell something.",
            "Это похоже на коммерческое предложение. Тех, кто лишь продаёт товары или услуги, "
            "в справочник не принимают.",
        ),
    ),
    "send_back": (
        CannedReply(
            "look_again",
            _("Something needs another look"),
            "A second moderator asks you to take another look.",
            "Второй модератор просит посмотреть ещё раз.",
        ),
        CannedReply(
            "link_unsure",
            _("The link is not confirmed"),
            "The link is not confirmed yet.",
            "Ссылка ещё не подтверждена.",
        ),
        CannedReply(
            "hiding_unfounded",
            _("It should not be hidden"),
            "The second moderator does not agree to hide it.",
            "Второй модератор не согласен скрывать запись.",
        ),
    ),
}


def find(action: str, key: str) -> CannedReply | None:
    """The canned reply with this key; None for a moderator's own words."""
    return next((reply for reply in CANNED_REPLIES.get(action, ()) if reply.key == key), None)
