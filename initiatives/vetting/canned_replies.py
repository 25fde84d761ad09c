"""Canned replies, in both languages: what a submitter is told, whoever decides.

The texts go out in the language of the form that was sent, whatever the moderator speaks, so they
are no gettext strings; the labels are for the moderator.
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
            "Thank you! Please tell us how we can see that this address is yours: name it, for "
            "example, on your website or in your channel, and write here where.",
            "Спасибо! Напишите, пожалуйста, как мы можем убедиться, что этот адрес ваш: "
            "например, назовите его на сайте или в канале и напишите здесь, где именно.",
        ),
        CannedReply(
            "need_source",
            _("A source is missing"),
            "Thank you! Please give the address of a public page on which this can be checked.",
            "Спасибо! Дайте, пожалуйста, адрес открытой страницы, где это можно проверить.",
        ),
        CannedReply(
            "what_offered",
            _("What does it offer, and to whom?"),
            "Thank you! Please say in one or two sentences what people can get from you and who "
            "may come.",
            "Спасибо! Напишите, пожалуйста, в одном-двух предложениях, что у вас можно получить "
            "и кто может прийти.",
        ),
        CannedReply(
            "still_active",
            _("Is it still active?"),
            "Thank you! We found no sign of activity in the last months. Please tell us whether "
            "it still works and where this can be seen.",
            "Спасибо! Мы не нашли следов работы за последние месяцы. Напишите, пожалуйста, "
            "действует ли инициатива и где это видно.",
        ),
        CannedReply(
            "which_place",
            _("In which city or country?"),
            "Thank you! Please tell us in which city and country you meet, or that you work "
            "online only.",
            "Спасибо! Напишите, пожалуйста, в каком городе и какой стране вы встречаетесь или "
            "что работаете только онлайн.",
        ),
    ),
    "reject": (
        CannedReply(
            "duplicate",
            _("It is in the directory already"),
            "This initiative is in the directory already. If something is wrong in its entry, "
            "write what, and we will mend it.",
            "Эта инициатива уже есть в каталоге. Если в её записи что-то неверно, напишите, "
            "что именно, и мы исправим.",
        ),
        CannedReply(
            "not_ours",
            _("Not what the directory is for"),
            "The directory holds initiatives by and for people who left Russia after February "
            "2022. As far as we can see, this is not one of them.",
            "В каталоге собраны инициативы тех, кто уехал из России после февраля 2022 года, и "
            "для них. Насколько мы видим, эта к ним не относится.",
        ),
        CannedReply(
            "not_checkable",
            _("Nothing can be checked"),
            "We found no public page on which the facts could be checked. Send it again when "
            "there is one.",
            "Мы не нашли открытой страницы, где можно проверить факты. Пришлите заявку снова, "
            "когда она появится.",
        ),
        CannedReply(
            "no_answer",
            _("No answer to our question"),
            "We asked a question and got no answer, so we cannot go on. You are welcome to send "
            "it again.",
            "Мы задали вопрос и не получили ответа, поэтому не можем продолжить. Заявку можно "
            "прислать снова.",
        ),
        CannedReply(
            "private_data",
            _("It names private persons"),
            "The text names private persons or their contacts. The directory takes public "
            "contacts of initiatives only. Please send it again without them.",
            "В тексте названы частные лица или их контакты. В каталоге бывают только открытые "
            "контакты инициатив. Пришлите, пожалуйста, заявку без них.",
        ),
        CannedReply(
            "commercial",
            _("A business without use for the community"),
            "This reads as an offer of a business. The directory lists initiatives that help or "
            "bring people together.",
            "Это похоже на коммерческое предложение. В каталоге собраны инициативы, которые "
            "помогают людям или объединяют их.",
        ),
    ),
    "send_back": (
        CannedReply(
            "look_again",
            _("A fact needs another look"),
            "A second moderator asks for another look.",
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
