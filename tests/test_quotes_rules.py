"""Every quotation rule runs its own examples and rejects; golden articles; properties on any text."""

import itertools
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext import Pipeline
from polittext.document import Quote
from polittext.quotation import rules
from polittext.resources import read_toml, read_tsv
from polittext.tokenization import segment
from tests.quote_markup import TYPES, parse
from tests.shared import best_of_two

RULES = read_toml("quotation/rules.toml")["rule"]
EXAMPLES = [(rule["name"], example) for rule in RULES for example in rule["examples"]]
REJECTS = [(rule["name"], reject) for rule in RULES for reject in rule["rejects"]]


def quotes_of(text: str) -> tuple[Quote, ...]:
    return rules.extract(text, *segment(text))


def strip(text: str) -> str:
    return text.strip(" ,")


@pytest.mark.parametrize(("name", "markup"), EXAMPLES)
def test_rule_finds_its_examples(name: str, markup: str) -> None:
    want = parse(markup)
    quotes = quotes_of(want.text)
    found = Counter((q.type, strip(s.text)) for q in quotes for s in q.spans)
    expected = Counter((TYPES[t], strip(want.text[a:b])) for t, a, b in want.marks if t in TYPES)
    assert found == expected
    by_rule = [q for q in quotes if q.provenance == f"rules:{name}"]
    assert by_rule, f"made by {[q.provenance for q in quotes]}"
    for tag, role in (("S", "speaker"), ("C", "cue"), ("A", "addressee")):
        got = {strip(s.text) for q in quotes if (e := getattr(q, role)) is not None for s in e.spans}
        if name in ("wonach", "demnach") and tag == "S":
            continue  # the cue is the speaker
        assert got == {strip(t) for t in want.texts(tag)}, role


@pytest.mark.parametrize(("name", "text"), REJECTS)
def test_rule_leaves_its_rejects_alone(name: str, text: str) -> None:
    assert [q.text for q in quotes_of(text) if q.provenance == f"rules:{name}"] == []


def test_every_rule_has_examples_and_rejects_and_one_name() -> None:
    names = [rule["name"] for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule["examples"] and rule["rejects"] and 0 <= rule["precision"] <= 1 for rule in RULES)


def test_no_cue_verb_is_listed_twice() -> None:
    verbs = [row["verb"] for row in read_tsv("quotation/cue_verbs.tsv")]
    assert len(set(verbs)) == len(verbs)


ARTICLE = """{S Die Fraktionen von Grünen und SPD} {C teilten} nach der Sitzung {C mit}, \
{i dass sie den Haushalt ablehnen}.

{S Bürgermeister Olaf Brandt} {C wies} die Kritik {C zurück}: {i Die Stadt könne nicht alles bezahlen}. \
{I Für die Schulen sei das Land zuständig.} {S Die Stadtkämmerin Eva Lorenz} hatte {A der Opposition} {C vorgeworfen}, \
{i {d "einseitige"} Rechnungen vorzulegen}.

{d „Wir prüfen jeden Posten“}, {C sagte} {S Lorenz}. {S Das Rathaus} {C erklärte}, \
{i beide Seiten hätten {d „Schritte zu einem Kompromiss“} vereinbart}. \
{C Laut} {S einem Bericht der „Hessenpost“} {i fehlen zwölf Millionen Euro}."""


def test_golden_article() -> None:
    want = parse(ARTICLE)
    quotes = quotes_of(want.text)
    found = Counter((q.type, strip(s.text)) for q in quotes for s in q.spans)
    assert found == Counter((TYPES[t], strip(want.text[a:b])) for t, a, b in want.marks if t in TYPES)
    speakers = {q.speaker.text for q in quotes if q.speaker is not None}
    assert speakers == set(want.texts("S"))


def test_nested_fragment_names_its_parent() -> None:
    quotes = quotes_of("Der Minister sagte, der Plan sei „völlig unbezahlbar“.")
    assert [(q.type, q.parent) for q in quotes] == [("indirect", None), ("direct", 0)]


def test_passive_without_agent_has_no_speaker() -> None:
    (quote,) = quotes_of("Dem Politiker wird vorgeworfen, Geld genommen zu haben.")
    assert quote.speaker is None
    assert quote.addressee is not None
    assert quote.addressee.text == "Dem Politiker"


def test_speech_over_several_paragraphs_is_one_quotation() -> None:
    text = "Der Redner sagte:\n\n„Wir sind viele und wir bleiben.\n\n„Niemand wird uns je vergessen.“"
    quotes = quotes_of(text)
    assert [len(q.spans) for q in quotes] == [2]
    assert quotes[0].speaker is not None
    assert quotes[0].speaker.text == "Der Redner"


def test_min_confidence_leaves_out_the_doubtful() -> None:
    text = "Der Mann soll das Haus angezündet haben."
    assert len(Pipeline(quotes="rules")(text).quotes) == 1
    assert Pipeline(quotes="rules", min_confidence=0.7)(text).quotes == ()


PIECES = st.sampled_from(
    [
        "„",
        "“",
        "‚",
        "‘",
        "»",
        "«",
        '"',
        "'",
        "''",
        "sagte",
        "Merkel",
        "der Minister",
        ", ",
        ". ",
        ": ",
        "\n\n",
        "dass",
        "sei",
        "er",
        "laut",
        "nach Angaben",
        "zufolge",
        "so",
        "wie",
        "mit",
        "teilte",
        "und",
        "das Land",
        "zu gehen",
        "(",
        ")",
        "–",
        "\x00",
        "�",
        "ä",
        "😀",
        "wonach",
        "soll",
        "haben",
        "gesagt",
        "Das",
        "hieß es",
        "forderte",
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200)
    )
)
def test_quotes_hold_on_any_text(text: str) -> None:
    tokens, sentences = segment(text)
    quotes = rules.extract(text, tokens, sentences)
    assert list(quotes) == sorted(quotes, key=lambda q: (q.start, -q.end))
    for index, quote in enumerate(quotes):
        assert 0 <= quote.confidence <= 1
        assert quote.provenance.startswith("rules:")
        extents = [e.spans for e in (quote.speaker, quote.cue, quote.addressee, quote.frame) if e is not None]
        for spans in (quote.spans, *extents):
            assert spans
            assert all(0 <= s.start < s.end <= len(text) and text[s.start : s.end] == s.text for s in spans)
            assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        if quote.parent is not None:
            assert quote.parent < index
            outer = quotes[quote.parent]
            assert outer.start <= quote.start
            assert quote.end <= outer.end


@pytest.mark.parametrize(
    "piece",
    [
        "„",
        "“",
        '"',
        "„a“ ",
        "sagte ",
        "laut ",
        "nach Angaben ",
        ", ",
        "er sagte, ",
        "sei ",
        "Der ",
        "so X, ",
        "„A.“\n\n",
    ],
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    def seconds(copies: int) -> float:
        text = piece * copies
        parts = segment(text)
        return best_of_two(lambda: rules.extract(text, *parts))

    seconds(100)
    small, large = seconds(2_000), seconds(20_000)
    assert large < 40 * max(small, 0.005)


@pytest.mark.parametrize("engine", ["rules", "auto"])
@pytest.mark.parametrize("behind", ["so der Minister", "wie Müller gestern sagte", "betonte Müller", "scherzte Müller"])
def test_every_frame_behind_a_quotation_has_its_rule(engine, behind: str) -> None:
    quotes = Pipeline(quotes=engine)(f"„Das ist ein großer Skandal“, {behind}.").quotes
    assert [q.text for q in quotes] == ["„Das ist ein großer Skandal“"]
    assert quotes[0].speaker is not None


@pytest.mark.parametrize("engine", ["rules", "auto"])
def test_whom_a_speaker_talks_to_is_no_part_of_the_speaker(engine) -> None:
    (quote,) = Pipeline(quotes=engine)('"Das ist falsch", so Kling gegenüber der Zeitung.').quotes
    assert (str(quote.speaker), str(quote.addressee)) == ("Kling", "der Zeitung")
