"""How far quotations reach and what goes on with them, by an analysis; all analyses are hand-made."""

import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polittext import Pipeline
from polittext.columns import TokenAnalysis, TokenTable
from polittext.document import Quote, QuoteType
from polittext.quotation.syntactic import refine
from polittext.syntax import SyntaxView
from tests.handmade import extent
from tests.trees import parse

RELATIVE = """
Laut laut ADP _ 2 case
Muster Muster PROPN _ 7 obl
, _ PUNCT _ 2 punct
der der PRON _ 5 nsubj
kam kommen VERB VerbForm=Fin 2 acl
, _ PUNCT _ 5 punct
blieb bleiben VERB VerbForm=Fin 0 root
niemand niemand PRON _ 7 nsubj
. _ PUNCT _ 7 punct
"""
APPOSITION = """
Laut laut ADP _ 2 case
Muster Muster PROPN _ 6 obl
, _ PUNCT _ 2 punct
dem der DET _ 5 det
Chef Chef NOUN _ 2 appos
blieb bleiben VERB VerbForm=Fin 0 root
niemand niemand PRON _ 6 nsubj
. _ PUNCT _ 6 punct
"""
PARTED = """
Es es PRON _ 8 nsubj
sei sein AUX Mood=Sub|VerbForm=Fin 8 cop
, _ PUNCT _ 8 punct
so so ADV _ 5 case
Muster Muster PROPN _ 8 obl
, _ PUNCT _ 8 punct
kaum kaum ADV _ 8 advmod
möglich möglich ADJ _ 5 acl
. _ PUNCT _ 8 punct
"""
EMBEDDED = """
Muster Muster PROPN _ 11 nsubj
, _ PUNCT _ 4 punct
der der PRON _ 4 nsubj
weiß wissen VERB Mood=Ind|VerbForm=Fin 1 acl
, _ PUNCT _ 8 punct
dass dass SCONJ _ 8 mark
er er PRON _ 8 nsubj
irrt irren VERB Mood=Ind|VerbForm=Fin 4 ccomp
, _ PUNCT _ 4 punct
trat treten AUX Mood=Ind|VerbForm=Fin 11 aux
zurück zurück VERB _ 0 root
. _ PUNCT _ 11 punct
"""
JOINED = """
Muster Muster PROPN _ 2 nsubj
sagte sagen VERB Mood=Ind|VerbForm=Fin 0 root
, _ PUNCT _ 6 punct
dass dass SCONJ _ 6 mark
er er PRON _ 6 nsubj
irrt irren VERB Mood=Ind|VerbForm=Fin 2 ccomp
und und CCONJ _ 8 cc
ging gehen VERB Mood=Ind|VerbForm=Fin 2 conj
. _ PUNCT _ 2 punct
"""
CLAUSE = """
Er er PRON _ 2 nsubj
blieb bleiben VERB VerbForm=Fin 0 root
, _ PUNCT _ 8 punct
da da SCONJ _ 8 mark
laut laut ADP _ 6 case
Muster Muster PROPN _ 8 obl
niemand niemand PRON _ 8 nsubj
kam kommen VERB VerbForm=Fin 2 advcl
. _ PUNCT _ 2 punct
"""
REST = """
Laut laut ADP _ 2 case
Muster Muster PROPN _ 3 obl
habe haben VERB Mood=Sub|VerbForm=Fin 0 root
er er PRON _ 3 nsubj
Geld Geld NOUN _ 3 obj
, _ PUNCT _ 9 punct
das der PRON _ 9 obj
er er PRON _ 9 nsubj
brauche brauchen VERB Mood=Sub|VerbForm=Fin 5 acl
. _ PUNCT _ 3 punct
"""
SAID = """
Muster Muster PROPN _ 2 nsubj
sagte sagen VERB Mood=Ind|VerbForm=Fin 0 root
, _ PUNCT _ 5 punct
er er PRON _ 5 nsubj
komme kommen VERB Mood=Sub|VerbForm=Fin 2 ccomp
. _ PUNCT _ 2 punct
"""
GOES_ON = """
Danach danach ADV _ 2 advmod
wolle wollen VERB Mood=Sub|VerbForm=Fin 0 root
er er PRON _ 2 nsubj
gehen gehen VERB _ 2 xcomp
. _ PUNCT _ 2 punct
"""


def quote(
    text: str,
    *content: str,
    frame: str | None = None,
    speaker: str | None = "Muster",
    cue: str | None = None,
    kind: QuoteType = "indirect",
) -> Quote:
    return Quote(
        type=kind,
        medium="speech",
        spans=extent(text, *content).spans,
        speaker=None if speaker is None else extent(text, speaker),
        cue=None if cue is None else extent(text, cue),
        frame=None if frame is None else extent(text, frame),
        confidence=0.5,
        provenance="test",
    )


def parts(quotes: tuple[Quote, ...]) -> list[list[str]]:
    return [[s.text for s in q.spans] for q in quotes]


def test_a_relative_clause_behind_a_source_belongs_to_the_frame() -> None:
    tokens, sentences = parse(RELATIVE)
    given_one = quote(tokens.text, "der kam, blieb niemand", frame="Laut Muster,", cue="Laut")
    (found,) = refine(tokens.text, tokens, sentences, (given_one,))
    assert parts((found,)) == [["blieb niemand"]]
    assert found.frame == extent(tokens.text, "Laut Muster, der kam,")
    assert found.speaker == extent(tokens.text, "Muster")


def test_an_apposition_behind_a_source_belongs_to_the_speaker() -> None:
    tokens, sentences = parse(APPOSITION)
    given_one = quote(tokens.text, "dem Chef blieb niemand", frame="Laut Muster,", cue="Laut")
    (found,) = refine(tokens.text, tokens, sentences, (given_one,))
    assert parts((found,)) == [["blieb niemand"]]
    assert found.speaker == extent(tokens.text, "Muster, dem Chef")
    assert found.frame == extent(tokens.text, "Laut Muster, dem Chef")


def test_the_end_of_a_clause_that_a_source_parts_stays() -> None:
    tokens, sentences = parse(PARTED)
    given_one = quote(tokens.text, "Es sei", "kaum möglich", frame="so Muster", cue="so")
    assert refine(tokens.text, tokens, sentences, (given_one,)) == (given_one,)


@pytest.mark.parametrize(
    ("sentence", "content", "frame", "cue", "expected"),
    [
        (EMBEDDED, "dass er irrt, trat zurück", "Muster, der weiß,", "weiß", "dass er irrt"),
        (JOINED, "dass er irrt und ging", "Muster sagte,", "sagte", "dass er irrt"),
        (EMBEDDED.replace("Mood=Ind", "Mood=Sub"), "dass er irrt, trat zurück", "Muster, der weiß,", "weiß", None),
        (JOINED.replace(" 2 conj", " 6 conj"), "dass er irrt und ging", "Muster sagte,", "sagte", None),
    ],
)
def test_a_main_clause_that_goes_on_is_cut_off(
    sentence: str, content: str, frame: str, cue: str, expected: str | None
) -> None:
    tokens, sentences = parse(sentence)
    given_one = quote(tokens.text, content, frame=frame, cue=cue)
    found = refine(tokens.text, tokens, sentences, (given_one,))
    assert parts(found) == [[expected or content]]


def test_only_the_clause_of_a_source_is_rendered() -> None:
    tokens, sentences = parse(CLAUSE)
    given_one = quote(tokens.text, "Er blieb, da", "niemand kam", frame="laut Muster", cue="laut")
    assert parts(refine(tokens.text, tokens, sentences, (given_one,))) == [["da", "niemand kam"]]
    direct = replace(given_one, type="direct")
    assert refine(tokens.text, tokens, sentences, (direct,)) == (direct,)


def test_a_quotation_that_is_cut_off_loses_its_parent() -> None:
    tokens, sentences = parse(JOINED)
    outer = quote(tokens.text, "dass er irrt und ging", frame="Muster sagte,", cue="sagte")
    inside = replace(quote(tokens.text, "irrt", kind="direct"), parent=0)
    outside = replace(quote(tokens.text, "ging", kind="direct"), parent=0)
    found = refine(tokens.text, tokens, sentences, (outer, inside, outside))
    assert [q.parent for q in found] == [None, 0, None]


def test_a_clause_in_the_subjunctive_that_hangs_on_the_content_is_added() -> None:
    tokens, sentences = parse(REST)
    given_one = quote(tokens.text, "habe er Geld", frame="Laut Muster", cue="Laut")
    assert parts(refine(tokens.text, tokens, sentences, (given_one,))) == [["habe er Geld, das er brauche"]]
    tokens, sentences = parse(REST.replace("brauchen VERB Mood=Sub", "brauchen VERB Mood=Ind"))
    assert refine(tokens.text, tokens, sentences, (given_one,)) == (given_one,)


def continued(*sentences: str, said: str = SAID, gap: str = " ") -> list[list[str]]:
    """What the sentences after the first give; the gap stands between the first two."""
    tokens, table = parse(said, *sentences)
    text = tokens.text
    cut = int(tokens.starts[6])
    if gap != " ":
        text = text[: cut - 1] + gap + text[cut:]
        tokens = moved(tokens, text, 6, len(gap) - 1)
        table = type(table)(
            text,
            tokens.starts[table.token_starts],
            tokens.ends[table.token_ends - 1],
            table.token_starts,
            table.token_ends,
        )
    speaker = "Muster" if "Muster" in text else None
    first = quote(text, "er komme", frame=text[: text.index(",")], cue="sagte", speaker=speaker)
    found = refine(text, tokens, table, (first,))
    new = found[1:]
    assert all(q.type == "indirect_free_indirect" and q.provenance == "syntax:continued" for q in new)
    assert all(q.confidence == 0.5 and q.speaker == found[0].speaker and q.frame is None for q in new)
    return parts(new)


def moved(tokens: TokenTable, text: str, first: int, by: int) -> TokenTable:
    starts, ends = tokens.starts.copy(), tokens.ends.copy()
    starts[first:] += by
    ends[first:] += by
    return TokenTable(text, starts, ends, tokens.kinds, tokens.analysis)


def test_sentences_in_the_subjunctive_go_on_with_what_was_said() -> None:
    assert continued(GOES_ON) == [["Danach wolle er gehen."]]
    assert continued(GOES_ON, GOES_ON) == [["Danach wolle er gehen. Danach wolle er gehen."]]
    assert continued(GOES_ON, gap="\n") == [["Danach wolle er gehen."]]


@pytest.mark.parametrize(
    "sentence",
    [
        GOES_ON.replace("Mood=Sub", "Mood=Ind"),
        GOES_ON.replace("VerbForm=Fin", "VerbForm=Inf"),
        GOES_ON.replace("er er PRON _", "ich ich PRON Person=1"),
        GOES_ON.replace("er er PRON _", "Sie sie PRON _"),
    ],
)
def test_other_sentences_dont_go_on(sentence: str) -> None:
    assert continued(sentence) == []
    assert continued(sentence, GOES_ON) == []  # nor what follows them


def test_nothing_goes_on_behind_a_paragraph_or_without_a_speaker() -> None:
    assert continued(GOES_ON, gap="\n\n") == []
    assert continued(GOES_ON, said=SAID.replace("Muster Muster PROPN", "Es es PRON")) == []


def test_a_continuation_grows() -> None:
    tokens, sentences = parse(SAID, GOES_ON, GOES_ON)
    first = quote(tokens.text, "er komme", frame="Muster sagte", cue="sagte")
    second = quote(tokens.text, "Danach wolle er gehen.", kind="indirect_free_indirect")
    found = refine(tokens.text, tokens, sentences, (first, second))
    assert parts(found) == [["er komme"], ["Danach wolle er gehen. Danach wolle er gehen."]]
    assert found[1].provenance == "test"


def test_time_grows_with_the_length() -> None:
    def seconds(n: int) -> float:
        tokens, sentences = parse(*[SAID, GOES_ON.replace("Mood=Sub", "Mood=Ind"), REST] * n)
        view = SyntaxView(tokens)
        said = quote(tokens.text, "er komme", cue="sagte")
        quotes = tuple(
            replace(said, spans=view.extent(i + 2, i + 4).spans, cue=view.extent(i, i + 1))
            for i, word in enumerate(tokens.texts())
            if word == "sagte"
        )
        begin = time.process_time()
        refine(tokens.text, tokens, sentences, quotes)
        return time.process_time() - begin

    small, large = seconds(100), seconds(1_000)
    assert large < 40 * max(small, 0.005)


TEXT = (
    "Laut Anna Muster, der Chefin, sei alles gut. Das könne man sehen. Der Rat teilte mit, dass er „nichts“ wisse, und "
    "ging. Nach Angaben der Polizei, die kam, wurde niemand verletzt, da, so Muster, keiner da war. Er habe Zeit."
)
LABELS = ("nsubj", "obj", "obl", "nmod", "acl", "advcl", "appos", "conj", "ccomp", "root", "aux:pass", "case", "punct")
FEATURES = (None, "Mood=Sub|VerbForm=Fin", "Mood=Ind|VerbForm=Fin", "Number=Plur", "VerbForm=Part", "Person=1")
POS = ("NOUN", "PROPN", "VERB", "AUX", "PRON", "ADP", "PUNCT", "DET")


@given(data=st.data())
def test_any_analysis_gives_quotations_that_fit_the_text(data: st.DataObject) -> None:
    pipeline = Pipeline(quotes="rules")
    tokens, sentences = pipeline.segment(TEXT)
    found, _ = pipeline.attribute(TEXT, tokens, sentences)
    n = len(tokens)

    def column(values: tuple[str | None, ...]) -> tuple[str | None, ...]:
        return tuple(data.draw(st.lists(st.sampled_from(values), min_size=n, max_size=n)))

    heads = tuple(data.draw(st.lists(st.integers(-1, n - 1), min_size=n, max_size=n)))
    none: tuple[None, ...] = (None,) * n
    analysis = TokenAnalysis(none, column(POS), none, column(FEATURES), heads, column(LABELS))
    mended = refine(TEXT, tokens.with_analysis(analysis), sentences, found)
    assert len(mended) >= len(found)
    assert [q.start for q in mended] == sorted(q.start for q in mended)
    for i, q in enumerate(mended):
        assert q.parent is None or (
            q.parent != i and mended[q.parent].start <= q.start and q.end <= mended[q.parent].end
        )
        for part in (q.spans, *(e.spans for e in (q.speaker, q.cue, q.addressee, q.frame) if e is not None)):
            assert part
            assert all(TEXT[s.start : s.end] == s.text and s.text for s in part)
            assert all(a.end <= b.start for a, b in pairwise(part))
        assert re.search(r"\w", q.text)
