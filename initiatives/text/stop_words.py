"""Words that say nothing of what is searched for: particles, and those of asking itself."""

from __future__ import annotations

# Lemmas, as pymorphy3 gives them, and English words.
STOP_WORDS = frozenset(
    """
    а бы быть в вам если куда обратиться хотеться вас весь во вот все всё где да для до его ее
    если есть еще же за и из или им их к как какой кто когда который ли либо мне мой мочь мы на
    над надо найти нам наш не нет ни них но ну нужно нужный о об один он она они от по под
    помогать помочь пожалуйста при про с свой себя сейчас со стать та так такой там то тот ты
    тут у уже хотеть чего чей чтобы что эта это этот я меня мой можно искать поискать подсказать
    ищу здесь очень тоже вы ваш делать сделать прийти приходить посоветовать хотеться после
    знать a about am an and any anybody anyone are at be been but by can
    could do does find for from get give has have help helping helps how i if in into is it its let
    looking me my near need needed needs no not of on or our please seek seeking should so some
    somebody someone than that the their them there they this to us want wants was we what when
    where which who whom will with would you your
    """.split()
)
