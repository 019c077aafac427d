"""What holds for any text: offsets, order, no overlap, ordered bounds, linear time, valid TimeML."""

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext import analyze, find_dates
from polittext.formats.timeml import timex3, to_timeml
from polittext.temporal.names import feast_days
from polittext.temporal.rules import load

WORDS = sorted(set(load().lexicon.words()) | {"3.", "24.02.2022", "2021", "20.30", "1990er", ",", "/", "–"})
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(codec=None)),
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(["1", "2", "20", "2021", ".", "/", "-", ":", " ", "Mai", "Uhr", "vor"]), max_size=40).map(
        "".join
    ),
)


def check(text, found):
    end = 0
    for x in found:
        assert text[x.start : x.end] == x.text
        assert end <= x.start < x.end
        end = x.end
        assert x.value
        assert x.type in ("DATE", "TIME", "DURATION", "SET")
        if x.earliest is not None and x.latest is not None:
            assert x.earliest <= x.latest


@given(TEXTS, st.sampled_from([None, "2022", "2022-01", "2022-01-10", "2022-01-10T12:00", "0001-01-01", "9999-12-31"]))
@settings(max_examples=150, deadline=None)
def test_any_text(text, date):
    found = find_dates(text, date=date)
    check(text, found)
    assert len(timex3(found)) == len(found)


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_timeml_is_well_formed_and_keeps_the_text(text):
    doc = analyze(text, date="2022-01-10")
    root = ElementTree.fromstring(to_timeml(doc))
    body = root.find("TEXT")
    assert body is not None
    kept = "".join(body.itertext())
    assert len(kept) == len(text)
    ids = [x.get("tid") for x in root.iter("TIMEX3")]
    assert len(ids) == len(set(ids))
    assert {x.get(name) for x in root.iter("TIMEX3") for name in ("beginPoint", "endPoint")} - {None} <= set(ids)


@pytest.mark.parametrize(
    "unit",
    ["1", ".", " ", "1.", "1.1.", "vom ", "vor zwei ", "und ", "am 3. ", "3., ", "2021/", "12:", "im Mai ", "bis ", "–",
     "zwei Jahre ", "a", "\n"],
)  # fmt: skip
def test_time_is_linear(unit):
    def cost(size):
        text = unit * (size // len(unit))
        start = time.process_time()
        found = find_dates(text, date="2022-01-10")
        spent = time.process_time() - start
        check(text, found)
        return spent

    cost(1_000)
    small, large = cost(3_000), cost(24_000)
    assert large < 8 * 3 * small + 0.5


def test_timeml_of_a_text():
    doc = analyze("Vor drei Jahren & am 3. Mai, in der 19. Wahlperiode.", date="2022-01-10")
    root = ElementTree.fromstring(to_timeml(doc))
    made = [(x.text, x.get("type"), x.get("value")) for x in root.find("TEXT").iter("TIMEX3")]
    assert made == [
        ("drei Jahren", "DURATION", "P3Y"),
        ("3. Mai", "DATE", "2022-05-03"),
        ("19. Wahlperiode", "DURATION", "P1464D"),
    ]
    assert root.find("DCT").find("TIMEX3").get("functionInDocument") == "CREATION_TIME"


@pytest.mark.parametrize("feast", ["diwali", "zuckerfest", "opferfest", "jomkippur", "chinesisch", "ostern"])
def test_a_feast_of_any_year_warns_nobody(feast):
    """Warnings are errors in these tests; the holidays package knows some feasts for some years only."""
    days = [feast_days(feast, year) for year in (1, 1583, 1950, 2000, 2022, 2036, 2100, 4099, 5000)]
    assert days[4] is not None
    assert days[0] is None
    assert days[-1] is None
