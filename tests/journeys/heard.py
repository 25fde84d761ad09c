"""What a screen reader finds on the main pages: landmarks, headings and controls, in their order.

Of the small directory of spoken_entries.py, in English; in Russian the same parts stand in the same
order. Other sentences may change. A part of a kind that has no name stands there by its kind alone.
"""

# By page; under it each part: what it is, its state, its name.
PARTS = {
    "home": """
        banner
        combobox: Search the directory
        button: Search
        navigation: Sections
        main
        heading 1: Who helps, reports and connects: initiatives of people who left Russia
        navigation: I need
        heading 2: I need
        region: Which country are you in?
        heading 2: Which country are you in?
        region: Kinds of initiatives
        heading 2: Kinds of initiatives
        heading 3: Mutual aid
        heading 3: Media
        heading 3: IT
        heading 3: Civic
        region: Who covers your region of Russia?
        heading 2: Who covers your region of Russia?
        group: Map of the regions west of the Urals
        group: Map of the regions in the Urals, Siberia and the Far East
        heading 2: Recently added
        heading 3: Code Away
        heading 3: Sunday Desk
        heading 3: First Night
        heading 3: Stage Left
        heading 3: Sakhalin Tea
        heading 3: Голос улуса
        region: Can you help?
        heading 2: Can you help?
        region: Know an initiative that is not listed here?
        heading 2: Know an initiative that is not listed here?
        contentinfo
        navigation: Find
        heading 2: Find
        navigation: Take part
        heading 2: Take part
        navigation: About
        heading 2: About
        region: Data
        heading 2: Data
    """,
    "listing": """
        main
        navigation: Breadcrumb
        heading 1: Initiatives in Georgia
        complementary: Filters
        heading 2: Filters
        heading 3: Kind
        group
        heading 3: What it does
        heading 3: Country
        heading 3: City
        heading 3: Region covered
        group
        heading 3: Language
        group
        heading 3: For whom
        group
        heading 3: What it seeks
        heading 3: Reach
        group
        heading 3: Tag
        heading 3: Russian legal status
        heading 2: List
        navigation: Order
        article
        heading 3: First Night
        article
        heading 3: Sakhalin Tea
        article
        heading 3: Sunday Desk
    """,
    "entry": """
        main
        navigation: Breadcrumb
        article
        heading 1: Sakhalin Tea
        region: Links
        heading 2: Links
        region: What it does
        heading 2: What it does
        region: Who can get help, and how
        heading 2: Who can get help, and how
        region: Works with
        heading 2: Works with
        region: Similar initiatives
        heading 2: Similar initiatives
        region: Where this information comes from
        heading 2: Where this information comes from
        group
        region: History of the entry
        heading 2: History of the entry
        region: At a glance
        heading 2: At a glance
    """,
    "entry-designated": """
        main
        navigation: Breadcrumb
        article
        heading 1: Голос улуса
        complementary: If you are in Russia: mind the label “foreign agent”
        heading 2: If you are in Russia: mind the label “foreign agent”
        region: Links
        heading 2: Links
        region: Works with
        heading 2: Works with
        region: Where this information comes from
        heading 2: Where this information comes from
        group
        region: History of the entry
        heading 2: History of the entry
        region: At a glance
        heading 2: At a glance
    """,
    "country": """
        main
        navigation: Breadcrumb
        heading 1: Georgia
        navigation: On this page
        navigation: I need
        heading 2: I need
        region: Entry and stay
        heading 2: Entry and stay
        heading 3: This may have changed: ask here
        group
        region: By kind
        heading 2: By kind
        region: By city
        heading 2: By city
        region: What they do
        heading 2: What they do
        region: Initiatives
        heading 2: Initiatives
        article
        heading 3: Sunday Desk
        article
        heading 3: Sakhalin Tea
        article
        heading 3: First Night
    """,
    "regions": """
        main
        navigation: Breadcrumb
        heading 1: Regions of Russia
        navigation: Federal districts
        region: Map
        heading 2: Map
        navigation: Count by kind
        group: Map of the regions west of the Urals
        group: Map of the regions in the Urals, Siberia and the Far East
        region: As a list, by federal district
        heading 2: As a list, by federal district
        region: Central Russia
        heading 3: Central Russia
        region: North-West
        heading 3: North-West
        region: South
        heading 3: South
        region: North Caucasus
        heading 3: North Caucasus
        region: Volga region
        heading 3: Volga region
        region: Urals
        heading 3: Urals
        region: Siberia
        heading 3: Siberia
        region: Far East
        heading 3: Far East
    """,
    "region": """
        main
        navigation: Breadcrumb
        heading 1: Buryatia
        heading 2: Who covers it
        article
        heading 3: Sakhalin Tea
        article
        heading 3: Голос улуса
        region: By kind
        heading 2: By kind
        region: Neighbours
        heading 2: Neighbours
    """,
    "submit": """
        main
        navigation: Breadcrumb
        heading 1: Submit an initiative
        region: 1 What it is
        heading 2: 1 What it is
        textbox: Website or main page
        textbox: Name
        textbox: Name in Russian optional
        group: Kind
        radio: Mutual aid a community that helps people and brings them together
        radio: Media writes, films, broadcasts
        radio: IT security, connections, tools
        radio: Civic rights, politics, civic life
        textbox: Summary
        group
        region: 2 Where and for whom
        heading 2: 2 Where and for whom
        group: Countries
        combobox: Country 1
        button: Add another country
        group: Helps remotely optional
        checkbox: Anybody, anywhere
        checkbox: Russia
        group
        textbox: Cities optional
        group: Languages
        checkbox: Russian
        checkbox: English
        checkbox: Ukrainian
        checkbox: Belarusian
        checkbox: Armenian
        checkbox: Azerbaijani
        checkbox: Georgian
        checkbox: Hebrew
        group
        group: What it does
        checkbox: Settling in
        checkbox: Visas and residence permits
        checkbox: Asylum and humanitarian visas
        checkbox: A lawyer or legal advice
        checkbox: Help to leave
        checkbox: A place to stay
        checkbox: A psychologist
        checkbox: Doctors and medicines
        group
        textbox: Who can get help, and how optional
        combobox: What it costs optional
        group
        region: 3 About you
        heading 2: 3 About you
        group: Your connection to it
        radio: I speak for it
        radio: I know of it
        textbox: How to reach you optional
        checkbox: Keep my contact longer and ask me once a year whether the entry is still correct
        textbox: Anything else the moderators should know optional
        button: See it as readers will
        button: Эта страница по-русски, с тем, что вы ввели
        complementary: What happens next
        heading 2: What happens next
        heading 2: Is it already here?
        heading 2: Have you sent one?
    """,
}
# With what went wrong before it, and three boxes that are marked.
_TITLE = "heading 1: Submit an initiative"
PARTS["submit-with-errors"] = PARTS["submit"].replace(
    _TITLE, f"{_TITLE}\n        alert\n        heading 2: Not sent: 8 things to fix"
)
for _box in ("Website or main page", "Name", "Summary"):
    PARTS["submit-with-errors"] = PARTS["submit-with-errors"].replace(
        f"textbox: {_box}\n", f"textbox [invalid]: {_box}\n"
    )
# How many links each has in it.
LINKS = {
    "home": 233,
    "listing": 41,
    "entry": 23,  # its source is folded
    "entry-designated": 13,
    "country": 50,
    "regions": 184,
    "region": 26,
    "submit": 3,
    "submit-with-errors": 11,
}
# What is marked as current, and what is said in the other language.
MARKED = {
    ("home", "en"): [
        "current page: Emigrant Initiatives",
        "in ru: По-русски",
        "in ru: Голос улуса",
    ],
    ("home", "ru"): [
        "current page: Инициативы уехавших",
        "in en: In English",
    ],
    ("listing", "en"): [
        "current true: Name",
    ],
    ("listing", "ru"): [
        "current true: по названию",
    ],
    ("entry", "en"): [
        "in ru: Сахалинский чай",
        "in ru: Голос улуса",
    ],
    ("entry", "ru"): [
        "in en: Sakhalin Tea",
    ],
    ("entry-designated", "en"): [
        "in ru: Голос улуса",
        "in ru: Новости Бурятии на двух языках.",
        "in ru: «Голос улуса»",
    ],
    ("regions", "en"): [
        "current true: all kinds",
    ],
    ("regions", "ru"): [
        "current true: все виды",
    ],
    ("region", "en"): [
        "in ru: Голос улуса",
        "in ru: Новости Бурятии на двух языках.",
    ],
    ("submit", "en"): [
        "in ru: Эта страница по-русски, с тем, что вы ввели",
    ],
    ("submit", "ru"): [
        "in en: This page in English, with what you typed",
    ],
    ("submit-with-errors", "en"): [
        "in ru: Эта страница по-русски, с тем, что вы ввели",
    ],
    ("submit-with-errors", "ru"): [
        "in en: This page in English, with what you typed",
    ],
}
