"""HTML: what a parser reads out of it, whatever the text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext.document import Quote, Span, TimeExpression
from polittext.errors import InputTypeError
from polittext.formats._palette import DARK, LIGHT, TYPES
from polittext.formats.html import render
from tests.handmade import TEXT, document, example, extent, span

VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Collects elements, attributes and the text inside `div.pt-text`; fails on misnested elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, int]] = []
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.body = ""
        self.feed(html)
        self.close()
        assert self.stack == []

    @property
    def elements(self) -> list[tuple[str, dict[str, str | None], str]]:
        return [(tag, attrs, "".join(parts)) for tag, attrs, parts in self.found]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        self.found.append((tag, dict(attrs), []))
        if tag not in VOID:
            self.stack.append((tag, len(self.found) - 1))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for _, index in self.stack:
            self.found[index][2].append(data)
        classes = [self.found[index][1].get("class") for _, index in self.stack]
        if "pt-text" in classes and "pt-n" not in classes:
            self.body += data

    def find(self, tag: str, kind: str) -> list[tuple[dict[str, str | None], str]]:
        return [(a, t) for name, a, t in self.elements if name == tag and kind in (a.get("class") or "").split()]


def test_text_comes_through_unchanged() -> None:
    assert Reader(render(example())).body == TEXT


def test_quotations_are_marked_by_type_and_nested_ones_show() -> None:
    page = Reader(render(example()))
    direct = page.find("mark", "pt-direct")
    assert any("pt-nested" in (a["class"] or "") and t == "„fast fertig“" for a, t in direct)
    assert "".join(t for a, t in page.find("mark", "pt-indirect")).endswith(
        "sie komme nichtindirect"
    )  # the legend last


def test_links_lead_to_elements_that_exist_once() -> None:
    page = Reader(render(example()))
    ids = [a["id"] for _, a, _ in page.elements if a.get("id")]
    assert len(ids) == len(set(ids))
    targets = [(a["href"] or "").removeprefix("#") for _, a, _ in page.elements if a.get("href")]
    assert targets
    assert set(targets) <= set(ids)


def test_speaker_is_linked_from_the_quotation_and_back() -> None:
    page = Reader(render(example()))
    mention, text = page.find("a", "pt-speaker")[0]
    assert text == "Anna Beispiel"
    assert mention["title"] == "speaker of quotation 1"
    assert [a["href"] for t, a, _ in page.elements if t == "a" and a.get("title") == "Anna Beispiel"] == [
        f"#{mention['id']}"
    ]


def test_dates_carry_value_and_bounds() -> None:
    times = Reader(render(example())).find("time", "pt-date")
    assert [(a["datetime"], a["title"], t) for a, t in times] == [("2021-03-03", "DATE 2021-03-03", "3. März 2021")]
    other = [a["title"] for a, t in Reader(render(example())).find("span", "pt-date") if t == "Zeit"]
    assert other == ["DURATION PXD mod APPROX"]


ATTACK = "<script>alert(1)</script> \" ' onmouseover='x' & &amp; </mark></div><!-- ]]> \x00 \ud800 javascript:"


def hostile() -> str:
    whole = (Span(0, len(ATTACK), ATTACK),)
    who = extent(ATTACK, ATTACK)
    quote = Quote("direct", "speech", whole, speaker=who, speaker_name=ATTACK, cue=who, addressee=who, frame=who)
    date = TimeExpression(0, len(ATTACK), ATTACK, value='"><script>', mod=ATTACK, begin=ATTACK)
    return render(document(ATTACK, quotes=(quote,), dates=(date,)), page=True)


def test_nothing_of_the_text_becomes_markup() -> None:
    html = hostile()
    page = Reader(html)
    assert {tag for tag, _, _ in page.elements} <= {
        *("html", "head", "meta", "title", "style", "body", "div", "mark", "a", "span", "sup", "p", "details"),
        *("summary", "table", "thead", "tbody", "tr", "th", "td", "time"),
    }
    allowed = {"class", "id", "href", "title", "lang", "datetime", "aria-label", "scope", "charset", "name", "content"}
    assert {name for _, attrs, _ in page.elements for name in attrs} <= allowed
    assert "<script" not in html
    assert page.body == ATTACK.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    html.encode()


def test_crossing_spans_stay_well_formed() -> None:
    text = "eins zwei drei vier fünf"
    quotes = (
        Quote("direct", "speech", (span(text, "eins zwei drei"),), speaker=extent(text, "zwei drei vier")),
        Quote("reported", "speech", (span(text, "drei vier fünf"),), frame=extent(text, "zwei drei")),
    )
    date = TimeExpression(5, 14, text[5:14], value="2020")
    page = Reader(render(document(text, quotes=quotes, dates=(date,))))
    assert page.body == text
    assert "".join(t for _, t in page.find("time", "pt-date")) == "zwei drei"


def test_the_legend_names_all_that_is_marked() -> None:
    legend = render(example()).partition('class="pt-legend"')[2].partition("</p>")[0]
    assert [
        name for name in ("direct", "indirect", "speaker", "cue", "addressee", "date") if f">{name}<" not in legend
    ] == []


@pytest.mark.parametrize("what", ["text", [example()], None])
def test_only_documents_are_shown(what: object) -> None:
    with pytest.raises(InputTypeError, match="one Document"):
        render(what)  # type: ignore[arg-type]


def test_empty_document_has_no_legend() -> None:
    assert "pt-legend" not in render(document("")).partition("</style>")[2]


def test_notebooks_get_the_same_html() -> None:
    assert example()._repr_html_() == render(example())


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast_is_aa_on_every_background(palette: dict[str, str]) -> None:
    backgrounds = ["paper", "frame", "target", *(colour for colour, _ in TYPES.values())]
    for ink in ("ink", "speaker", "date"):
        for background in backgrounds:
            assert contrast(palette[ink], palette[background]) >= 4.5, (ink, background)
    assert contrast(palette["soft"], palette["paper"]) >= 4.5
    for colour, _ in TYPES.values():
        assert contrast(palette[f"{colour}-line"], palette[colour]) >= 3


def test_types_differ_without_colour() -> None:
    lines = [line for _, line in TYPES.values()]
    assert len(set(lines)) == len(lines)


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=6))
def test_any_text_and_any_spans_give_well_formed_html(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(s, s + n, text[s : s + n]) for s, n in places]
    quotes = tuple(Quote("direct", "speech", (s,)) for s in spans)
    page = Reader(render(document(text, quotes=quotes)))
    assert len(page.body) == len(text)
