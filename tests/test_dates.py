"""Time expressions in context: golden cases in inline markup, and what each field of a result says."""

import datetime as dt

import pytest

from polittext import find_dates, normalize_date
from polittext.errors import DateInputError, InputTypeError, PartialDateError
from tests.test_temporal_rules import unmark

GOLDEN = [
    # what leans on the reference date
    "Im ⟦vergangenen März|2021-03⟧ sprachen sie; ⟦vor einem Monat|2021-12⟧ gab es Streit. @2022-01",
    "Im ⟦vergangenen März|2021-03⟧, ⟦Ende 2021|2021⟧ und ⟦gestern|2022-01-09⟧ @2022-01-10",
    "Er sagte ⟦am Montag|2022-01-10⟧ nichts. @2022-01-12".replace("⟦am ", "am ⟦"),
    "Sie wird am ⟦Montag|2022-01-17⟧ sprechen. @2022-01-12",
    "Sie rief für ⟦Montag|2022-01-17⟧ zu Protesten auf. @2022-01-12",
    "Am ⟦29. November|2012-11-29⟧ wird gewählt. @2012-11-14",
    "Am ⟦21. Dezember|2015-12-21⟧ stimmte er zu. @2016-01-14",
    "Das Amt wies das bis ⟦heute|PRESENT_REF⟧ zurück. @2022-01-10",
    "Wir beraten ⟦heute|2022-01-10⟧ den Antrag. @2022-01-10",
    # only a year or a month is known
    "Am ⟦Montag|XXXX-WXX-1⟧ sprach er. @2022-01",
    "⟦Gestern|PAST_REF⟧ sprach er. @2022",
    "Im ⟦vergangenen Jahr|2021⟧ sprach er. @2022",
    # no reference date: never a clock
    "⟦Gestern|PAST_REF⟧ sprach er, ⟦morgen|FUTURE_REF⟧ schweigt er.",
    "Im ⟦März|XXXX-03⟧, am ⟦3. Mai|XXXX-05-03⟧ und im ⟦Sommer|XXXX-SU⟧ sprach er.",
    "Im ⟦vergangenen Jahr|XXXX⟧ und ⟦nächste Woche|XXXX-WXX⟧ tagt er.",
    "Um ⟦14.30 Uhr|XXXX-XX-XXT14:30⟧ tagt er.",
    # what leans on the date before
    "Am ⟦30. April 1945|1945-04-30⟧ war Schluss. Am ⟦Tag darauf|1945-05-01⟧ sprach er.",
    "Das war ⟦1998|1998⟧. Im ⟦selben Jahr|1998⟧ trat er an, ⟦vier Jahre später|2002⟧ zurück.",
    # coordinations and ranges
    "vom ⟦3.|2015-05-03⟧ bis ⟦5. Mai 2015|2015-05-05⟧",
    "am ⟦24.|2022-02-24⟧/⟦25. Februar 2022|2022-02-25⟧",
    "von ⟦2017|2017⟧ bis ⟦2021|2021⟧ und ⟦2021|2021⟧/⟦22|2022⟧ im Amt",
    "von ⟦Dezember|2020-12⟧ bis ⟦März 2021|2021-03⟧",
    # periods with names
    "in der ⟦19. Wahlperiode|2017-10-24/2021-10-26⟧ und in ⟦dieser Wahlperiode|2021-10-26/2025-03-25⟧ @2022-01-10",
    "am ⟦Tag der Deutschen Einheit|2021-10-03⟧ kam er. @2021-10-10",
    "zu ⟦Ostern 2024|2024-03-31⟧, ⟦Pfingsten 2024|2024-05-19⟧ und am ⟦Zuckerfest 2018|2018-06-15⟧",
]

NOTHING = [
    "Friedrich Merz traf Frau Mai und August Bebel; Karl Mai schwieg.",
    "Jacques Montag und Herr Sommer sind so, mit und sein.",
    "Der 34-Jährige und die 34-jährige Frau sind 34 Jahre alt.",
    "§ 5 Abs. 2 GG, Artikel 1949, Drucksache 19/1234, Seite 2021.",
    "Das Spiel endete 3:2 und 20:15.",
    "Es kamen 2000 Menschen, rund 1950 Euro wurden bezahlt.",
    "Er sagte das eines Tages; am Ende des Tages zählt es.",
    "Telefon 2022, Richtlinie 2019/1023.",
    "32. Oktober, 30. Februar, 2022-13-01",
    "",
]


@pytest.mark.parametrize("case", GOLDEN)
def test_golden(case):
    text, date, marks = unmark(case)
    assert [(x.text, x.value) for x in find_dates(text, date=date)] == marks


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_found(text):
    found = [x for x in find_dates(text, date="2022-01-10") if x.text not in ("2019",)]
    assert found == []


def test_a_month_has_bounds_edtf_and_components():
    (x,) = find_dates("im vergangenen März", date="2022-01")
    assert (x.type, x.edtf, x.earliest, x.latest) == ("DATE", "2021-03", dt.date(2021, 3, 1), dt.date(2021, 3, 31))
    assert (x.known, x.implied, x.rule) == (("month",), ("year",), "relative-month")


def test_a_day_is_a_date_and_a_month_is_not():
    day, month = find_dates("am 3. Mai 2021 und im Mai 2022")
    assert day.date == dt.date(2021, 5, 3)
    with pytest.raises(PartialDateError, match="2022-05"):
        _ = month.date


def test_a_clock_time_is_a_datetime():
    _, x = find_dates("am 3. Mai 2021 um 14.30 Uhr")
    assert x.datetime == dt.datetime(2021, 5, 3, 14, 30)


def test_ago_has_the_date_as_value_and_the_duration_as_offset():
    (x,) = find_dates("vor drei Jahren", date="2022-01-10")
    assert (x.text, x.value, x.offset) == ("vor drei Jahren", "2019", "P3Y")


def test_a_range_knows_its_ends():
    first, last = find_dates("vom 3. bis 5. Mai 2015")
    assert (first.begin, first.end_point) == (last.begin, last.end_point) == ("2015-05-03", "2015-05-05")


def test_a_term_has_its_days():
    (x,) = find_dates("in der 19. Wahlperiode")
    assert (x.earliest, x.latest) == (dt.date(2017, 10, 24), dt.date(2021, 10, 26))


def test_the_last_years_have_bounds():
    (x,) = find_dates("in den letzten fünf Jahren", date="2022-01-10")
    assert (x.value, x.begin, x.end_point) == ("P5Y", "2017-01-10", "2022-01-10")


def test_modifiers_and_frequencies():
    assert [x.mod for x in find_dates("Anfang 2020, Mitte 2021, Ende 2022, rund drei Jahre")] == [
        "START", "MID", "END", "APPROX",
    ]  # fmt: skip
    (x,) = find_dates("zweimal im Jahr")
    assert (x.type, x.value, x.freq) == ("SET", "P1Y", "2X")
    (y,) = find_dates("jeden Montag")
    assert (y.type, y.value, y.quant) == ("SET", "XXXX-WXX-1", "EVERY")


@pytest.mark.parametrize(
    ("expression", "reference", "value"),
    [
        ("im vergangenen März", "2022-01", "2021-03"),
        ("  Ende 2021 ", None, "2021"),
        ("der 3. Oktober 1990", None, "1990-10-03"),
        ("gestern", "2022-01-10", "2022-01-09"),
        ("in der 20. Wahlperiode", None, "2021-10-26/2025-03-25"),
        ("24 Feb 2022", None, "2022-02-24"),
        ("2022/02/24", None, "2022-02-24"),
    ],
)
def test_normalize_date(expression, reference, value):
    assert normalize_date(expression, reference=reference).value == value


@pytest.mark.parametrize("expression", ["", "Bundestag", "gestern und heute", "im März sagte er", "Die", "x" * 500])
def test_normalize_date_refuses(expression):
    with pytest.raises(DateInputError, match="no time expression"):
        normalize_date(expression, reference="2022-01-10")


def test_normalize_date_wants_text():
    with pytest.raises(InputTypeError):
        normalize_date(None)  # type: ignore[arg-type]


def test_decomposed_letters_and_soft_hyphens_are_read():
    assert [x.value for x in find_dates("im Ma\u0308rz 2021 und im Sep\u00adtember 2021")] == ["2021-03", "2021-09"]
