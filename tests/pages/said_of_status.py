"""What notice and card say of each status (docs/rules.md, "Designations"), in both languages."""

PROSECUTED = {
    "en": "If you are in Russia, you may be prosecuted",
    "ru": "Если вы в России, вам может грозить преследование",
}
NAMING = {
    "en": "naming it without saying that it is banned can bring a fine, for private individuals too"
    " (Code of Administrative Offences, Article 13.15, part 2);",
    "ru": "упоминание без слов о запрете — возможен штраф, в том числе обычным людям"
    " (часть 2 статьи 13.15 КоАП);",
}
READING = {
    "en": "reading is not named in these articles, but leaves traces on the device.",
    "ru": "чтение в этих статьях не упомянуто, но следы на устройстве остаются.",
}
# Of each status: heading, what it means, and what the card says.
SAID = {
    ("terrorist", "en"): (
        PROSECUTED["en"],
        [
            "donating is a crime: up to fifteen years in prison (Criminal Code, Article 205.1);",
            "taking part is a crime: ten to twenty years (Criminal Code, Article 205.5);",
            "words of approval in public, including a comment or a repost, can be taken for"
            " “justifying terrorism”: on the Internet a large fine or five to seven years"
            " (Article 205.2);",
            NAMING["en"],
            "searching and reading: not named in these articles, but the first fine for searching"
            " extremist materials (Article 13.53, 3,000 roubles, December 2025) was for a picture"
            " of a terrorist organisation’s badge.",
        ],
        "“Terrorist” in Russia since March 2024: donating and taking part are crimes there, words"
        " of approval too; searching can be fined",
    ),
    ("terrorist", "ru"): (
        PROSECUTED["ru"],
        [
            "пожертвование — преступление: до пятнадцати лет (статья 205.1 УК);",
            "участие — преступление: от десяти до двадцати лет (статья 205.5 УК);",
            "слова одобрения, сказанные публично, в том числе комментарий или репост, могут счесть"
            " «оправданием терроризма»: в интернете — крупный штраф или от пяти до семи лет"
            " (статья 205.2 УК);",
            NAMING["ru"],
            "поиск и чтение в этих статьях не названы, но первый штраф за поиск экстремистских"
            " материалов (статья 13.53 КоАП, 3000 рублей, декабрь 2025 года) дали за картинку с"
            " шевроном организации из списка террористических.",
        ],
        "В России — «террористическая» с марта 2024: пожертвования, участие и слова одобрения там"
        " — преступления, за поиск могут оштрафовать",
    ),
    ("extremist", "en"): (
        PROSECUTED["en"],
        [
            "donating is a crime: up to eight years (Criminal Code, Article 282.3);",
            "taking part is a crime; a repost can be taken for it (Article 282.2);",
            "spreading extremist materials to many people and showing its symbols: a fine or up to"
            " 15 days of arrest (Articles 20.29 and 20.3); symbols a second time: up to four years"
            " (Criminal Code, Article 282.4);",
            NAMING["en"],
            "searching and reading: since September 2025 deliberate search for extremist materials"
            " is fined with 3,000–5,000 roubles, with or without a VPN (Article 13.53). That means"
            " materials on the official list or those that call for or justify extremism; reading"
            " about the organisation in a newspaper is not named.",
        ],
        "“Extremist” in Russia since March 2024: donating and taking part are crimes there;"
        " sharing and searching can be punished",
    ),
    ("extremist", "ru"): (
        PROSECUTED["ru"],
        [
            "пожертвование — преступление: до восьми лет (статья 282.3 УК);",
            "участие — преступление, и репост могут счесть участием (статья 282.2 УК);",
            "массовое распространение экстремистских материалов и показ символики — штраф или"
            " арест до 15 суток (статьи 20.29 и 20.3 КоАП); символика во второй раз — до четырёх"
            " лет (статья 282.4 УК);",
            NAMING["ru"],
            "поиск и чтение: с сентября 2025 года за умышленный поиск экстремистских материалов —"
            " штраф 3000–5000 рублей, с VPN и без него (статья 13.53 КоАП). Это материалы из"
            " официального списка или те, что призывают к экстремизму либо оправдывают его; чтение"
            " новостей об организации не названо.",
        ],
        "В России — «экстремистская» с марта 2024: пожертвования и участие там — преступления, за"
        " репост и поиск могут наказать",
    ),
    ("undesirable", "en"): (
        PROSECUTED["en"],
        [
            "donating is a crime from the first transfer: one to five years (Criminal Code,"
            " Article 284.1);",
            "sharing, linking, giving it a comment, taking part: a fine of 5,000 to 15,000 roubles"
            " (Article 20.33); again within a year a criminal case, up to four years"
            " (Article 284.1);",
            "organising its work is a crime at once: two to six years (Article 284.1); taking part"
            " abroad can be fined too, since July 2021;",
            READING["en"],
        ],
        "“Undesirable” in Russia since March 2024: donating is a crime there, sharing and taking"
        " part are fined",
    ),
    ("undesirable", "ru"): (
        PROSECUTED["ru"],
        [
            "пожертвование — преступление с первого перевода: от года до пяти лет"
            " (статья 284.1 УК);",
            "репост, ссылка, комментарий, данный ей, участие — штраф от 5 до 15 тысяч рублей"
            " (статья 20.33 КоАП); повторно в течение года — уголовное дело, до четырёх лет"
            " (статья 284.1 УК);",
            "организация её работы — сразу преступление: от двух до шести лет (статья 284.1 УК);"
            " с июля 2021 года штрафуют и за участие за границей;",
            READING["ru"],
        ],
        "В России — «нежелательная» с марта 2024: пожертвование там — преступление, за репост и"
        " участие штрафуют",
    ),
    ("foreign_agent", "en"): (
        "If you are in Russia: mind the label “foreign agent”",
        [
            "sharing or naming it: the media must add the label (Article 13.15, part 2.1); anybody"
            " else can be fined if the Ministry of Justice sends a formal warning about a post and"
            " the label is not added within two months (Article 19.5, part 42);",
            "reading, liking and donating are not named in these articles, but leave traces on the"
            " device and at the bank.",
        ],
        "“Foreign agent” in Russia since March 2024: mind the label when you share",
    ),
    ("foreign_agent", "ru"): (
        "Если вы в России: помните о пометке «иностранный агент»",
        [
            "репост и упоминание: пометку обязаны ставить СМИ (часть 2.1 статьи 13.15 КоАП);"
            " остальных могут оштрафовать, если Минюст прислал предупреждение о записи, а пометку"
            " за два месяца не добавили (часть 42 статьи 19.5 КоАП);",
            "чтение, лайки и пожертвования в этих статьях не названы, но следы остаются — на"
            " устройстве и в банке.",
        ],
        "В России — «иностранный агент» с марта 2024: при репосте помните о пометке",
    ),
}
