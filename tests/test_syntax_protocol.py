"""Any object with `analyze` serves as syntactic engine; shown with a small one written by hand."""

from collections.abc import Sequence
from typing import Any

import pytest

from polittext import Document, Pipeline
from polittext.columns import TokenAnalysis
from polittext.document import Entity
from polittext.errors import OptionError
from polittext.parallel import Failure
from polittext.syntax import SyntaxEngine
from polittext.syntax.protocol import Analysed, Segmented, empty_analysis

TEXT = "Die Ministerin sprach z. B. im Bundestag in Berlin. Er sei voll, sagte sie."


class Chain:
    """Lower-cases words into lemmas, hangs every token on the one before, and takes "Berlin" for a place."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    def analyze(self, documents: Sequence[Segmented]) -> Sequence[Analysed]:
        self.calls.append(len(documents))
        return [self.one(*document) for document in documents]

    def one(self, tokens: Any, sentences: Any) -> Analysed:
        if tokens.text == "BOOM":
            raise RuntimeError("this engine dislikes the text")
        n = len(tokens)
        firsts = set(sentences.token_starts.tolist())
        heads = tuple(-1 if i in firsts else i - 1 for i in range(n))
        lemmas = tuple(w.lower() for w in tokens.texts())
        labels = tuple("root" if h < 0 else "dep" for h in heads)
        at = tokens.text.find("Berlin")
        found = (Entity(at, at + 6, "Berlin", "LOC"),) if at >= 0 else ()
        return TokenAnalysis(lemmas, ("X",) * n, (None,) * n, (None,) * n, heads, labels), found


def test_tokens_carry_the_analysis_and_documents_the_entities() -> None:
    doc = Pipeline(syntax=Chain())(TEXT)
    assert all(t.lemma == t.text.lower() for t in doc.tokens)
    assert doc.tokens[1].head == 0
    assert [t.index for t in doc.tokens if t.head == -1] == [s.token_start for s in doc.sentences]
    assert doc.tokens[0].deprel == "root"
    assert [(e.text, e.label) for e in doc.entities] == [("Berlin", "LOC")]
    assert all(doc.text[x.start : x.end] == x.text for x in (*doc.tokens, *doc.entities))


def test_without_an_engine_there_is_no_analysis() -> None:
    doc = Pipeline()(TEXT)
    assert doc.entities == ()
    assert doc.tokens[0].lemma is None
    assert doc.tokens[0].head is None


def test_the_engine_changes_neither_tokens_nor_offsets() -> None:
    plain, parsed = Pipeline()(TEXT), Pipeline(syntax=Chain())(TEXT)
    assert plain.tokens.spans() == parsed.tokens.spans()
    assert plain.sentences == parsed.sentences
    assert plain.dates == parsed.dates


def test_many_documents_go_through_in_batches() -> None:
    engine = Chain()
    texts = [f"Nummer {i}." for i in range(7)]
    docs = list(Pipeline(syntax=engine).pipe(texts, batch_size=3))
    assert [d.text for d in docs] == texts
    assert engine.calls == [3, 3, 1]
    assert docs[5].tokens[1].lemma == "5"


def test_a_text_that_the_engine_refuses_fails_alone() -> None:
    docs = list(Pipeline(syntax=Chain()).pipe(["eins", "BOOM", 3, "zwei"], batch_size=4))
    assert [type(d) for d in docs] == [Document, Failure, Failure, Document]
    assert isinstance(docs[1].error, RuntimeError)
    assert docs[3].tokens[0].lemma == "zwei"


def test_batches_carry_their_dates() -> None:
    rows = [("Heute.", "2022-01-10"), ("Heute.", "2021-05-05")]
    docs = Pipeline(syntax=Chain()).pipe(rows, date=lambda day: day, as_tuples=True)
    assert [d.reference_date for d, _ in docs] == ["2022-01-10", "2021-05-05"]


def test_annotate_keeps_tokens_from_elsewhere() -> None:
    engine = Chain()
    once = Pipeline(syntax=engine)(TEXT)
    again = Pipeline(syntax=engine).annotate(once, date="2022-01-10")
    assert engine.calls == [1]
    assert again.tokens == once.tokens
    assert again.quotes == once.quotes
    assert again.entities == once.entities
    assert again.reference_date == "2022-01-10"
    bare = Pipeline().annotate(Pipeline()(TEXT, "2022-01"))
    assert bare.reference_date == "2022-01"
    assert Pipeline(syntax=engine).annotate(bare).tokens[0].lemma == "die"


@pytest.mark.parametrize("syntax", ["spacy", 3, Chain, object()])
def test_other_things_are_no_engine(syntax: object) -> None:
    with pytest.raises(OptionError, match="syntax must be 'stanza'"):
        Pipeline(syntax=syntax)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ([], "returned 0 analyses for 1 documents"),
        ([(empty_analysis(2), ())], "returned 2 entries of lemma for 3 tokens"),
        (
            [(TokenAnalysis((None,) * 3, (None,) * 3, (None,) * 3, (None,) * 3, (-1, 7, 0), (None,) * 3), ())],
            "returned head 7",
        ),
    ],
)
def test_an_engine_that_returns_nonsense_is_named(found: list[Analysed], message: str) -> None:
    class Odd:
        def analyze(self, documents: Sequence[Segmented]) -> Sequence[Analysed]:
            return found

    with pytest.raises(ValueError, match=f"Odd {message}"):
        Pipeline(syntax=Odd())("eins zwei drei")


def test_the_protocol_can_be_asked_for() -> None:
    assert isinstance(Chain(), SyntaxEngine)
    assert not isinstance("stanza", SyntaxEngine)
