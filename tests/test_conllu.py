"""CoNLL-U: what is written follows the format, and comes back equal."""

import re
from dataclasses import replace
from typing import Any
from unicodedata import is_normalized

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polittext import Document
from polittext.columns import SentenceTable, TokenAnalysis, TokenTable
from polittext.document import Entity, Extent, Quote, Span
from polittext.errors import FormatError
from polittext.formats.conllu import read_conllu, to_conllu
from tests.handmade import document, example

UPOS = {
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ"),
    *("SYM", "VERB", "X", "_"),
}
FEATURE = re.compile(r"[A-Z][A-Za-z0-9]*(?:\[[a-z0-9]+\])?=[A-Z0-9][A-Za-z0-9]*(?:,[A-Z0-9][A-Za-z0-9]*)*")
LABEL = re.compile(r"[a-z]+(?::[a-z]+)?")


def problems(source: str) -> list[str]:
    """Check a file by the rules of UD, as its validation page describes levels 1 and 2 (without syntax: level 1).

    tests/extras/test_ud_validator.py runs the official validator itself.
    """
    found: list[str] = []
    if source and not source.endswith("\n\n"):
        found.append("the last sentence isn't followed by an empty line")
    if "\r" in source or "\n\n\n" in source or source.startswith("\n"):
        found.append("carriage return or spurious empty line")
    if not is_normalized("NFC", source):
        found.append("not in NFC")
    source.encode()
    ids: set[str] = set()
    for block in re.split(r"\n\n", source)[:-1]:
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("#")]
        rows = [line.split("\t") for line in lines[len(comments) :]]
        if not rows:
            found.append("sentence without tokens")
            continue
        if any(line.startswith("#") or not line.strip() for line in lines[len(comments) :]):
            found.append("comment or empty line inside a sentence")
        for row in rows:
            if len(row) != 10:
                found.append(f"{len(row)} columns: {row}")
                return found
            found += cell_problems(row)
        if [row[0] for row in rows] != [str(i) for i in range(1, len(rows) + 1)]:
            found.append("IDs don't count from 1")
        if {row[6] for row in rows} != {"_"} or {row[7] for row in rows} != {"_"}:
            found += tree_problems(rows)
        texts = [c.removeprefix("# text = ") for c in comments if c.startswith("# text = ")]
        sent_ids = [c for c in comments if c.startswith("# sent_id = ")]
        if len(texts) != 1 or len(sent_ids) != 1:
            found.append("needs one text and one sent_id")
            continue
        if sent_ids[0] in ids or re.search(r"\s", sent_ids[0].removeprefix("# sent_id = ")):
            found.append("sent_id twice, or with white space")
        ids.add(sent_ids[0])
        built = "".join(row[1] + ("" if "SpaceAfter=No" in row[9].split("|") else " ") for row in rows)
        if built.rstrip(" ") != texts[0] or texts[0] != texts[0].strip():
            found.append(f"text {texts[0]!r} but tokens {built!r}")
    return found


def cell_problems(row: list[str]) -> list[str]:
    """Check the cells of one word for themselves."""
    found: list[str] = []
    for number, cell in enumerate(row):
        if not cell:
            found.append("empty column")
        if cell != cell.strip() or "  " in cell:
            found.append(f"stray spaces in {cell!r}")
        if re.search(r"\s", cell.replace(" ", "") if number in (1, 2, 9) else cell):
            found.append(f"white space in column {number + 1}: {cell!r}")
    if row[3] not in UPOS:
        found.append(f"UPOS {row[3]}")
    features = [] if row[5] == "_" else row[5].split("|")
    names = [f.partition("=")[0] for f in features]
    if not all(FEATURE.fullmatch(f) for f in features) or names != sorted(set(names), key=str.lower):
        found.append(f"FEATS {row[5]}: badly formed, out of order or twice the same")
    for feature in features:
        values = feature.partition("=")[2].split(",")
        if values != sorted(set(values), key=str.lower):
            found.append(f"values of {feature} out of order or twice the same")
    if row[7] != "_" and not LABEL.fullmatch(row[7]):
        found.append(f"DEPREL {row[7]}")
    if row[8] != "_":
        found.append(f"DEPS {row[8]}, which nothing here writes")
    keys = [part.partition("=")[0] for part in row[9].split("|")]
    if not all(key and key == key.strip() for key in keys):
        found.append(f"MISC {row[9]}: a key without a name, or with spaces around it")
    return found


def tree_problems(rows: list[list[str]]) -> list[str]:
    """Check that the words of a sentence make one tree with one root."""
    found: list[str] = []
    numbers = {row[0] for row in rows}
    for row in rows:
        if row[6] not in numbers | {"0"} or row[6] == row[0]:
            return [f"HEAD {row[6]} of {row[0]}"]
        if (row[6] == "0") != (row[7] == "root"):
            found.append(f"DEPREL {row[7]} with HEAD {row[6]}")
        if "_" in (row[3], row[7]):
            found.append("a tree without UPOS or DEPREL")
    if sum(row[6] == "0" for row in rows) != 1:
        found.append("not one root")
    for row in rows:
        seen, at = set(), row[0]
        while at != "0" and at not in seen:
            seen.add(at)
            at = rows[int(at) - 1][6]
        if at != "0":
            found.append(f"cycle at {row[0]}")
    return found


def test_checker_finds_errors() -> None:
    good = to_conllu(example())
    assert problems(good) == []
    for old, new in [
        ("1\tDie", "2\tDie"),
        ("\tDie", "\tDer"),
        ("# sent_id = s2", "# sent_id = s1"),
        ("# sent_id = s2", "# sent_id = s 2"),
        ("Die\t_", "Die\t"),
        ("\n\n", "\n\n\n"),
    ]:
        assert problems(good.replace(old, new, 1)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("PRON", "PRONOUN"),
        ("PRON", "Pron"),
        ("PRON", "_"),
        ("Case=Nom|Number=Sing", "Number=Sing|Case=Nom"),
        ("Case=Nom|Number=Sing", "Case=Nom|Case=Dat"),
        ("Case=Nom|Number=Sing", "case=Nom"),
        ("Case=Nom|Number=Sing", "Case=Nom,Acc"),
        ("\t2\tdep\t", "\t9\tdep\t"),
        ("\t2\tdep\t", "\t1\tdep\t"),
        ("\t2\tdep\t", "\t_\tdep\t"),
        ("\t2\tdep\t", "\t2\troot\t"),
        ("\t2\tdep\t", "\t2\tDep\t"),
        ("\t2\tdep\t", "\t2\t_\t"),
        ("\t2\tdep\t_", "\t2\tdep\t2:dep"),
        ("\t0\troot\t", "\t0\tdep\t"),
        ("\t0\troot\t", "\t1\tdep\t"),
        ("SpaceAfter=No", "SpaceAfter=No|"),
    ],
)
def test_checker_finds_errors_in_syntax(old: str, new: str) -> None:
    good = to_conllu(parsed((1, -1, 1, 1), "Er geht heim."))
    assert problems(good) == []
    assert old in good
    assert problems(good.replace(old, new, 1)) != []


def test_example_comes_back_equal() -> None:
    doc = example()
    assert read_conllu(to_conllu(doc)) == [doc]


def test_several_documents_in_one_file() -> None:
    docs = [example(), document("Zwei. Drei."), document("Vier  \n\n")]
    assert read_conllu("".join(map(to_conllu, docs))) == docs


def test_quotations_and_dates_stand_on_their_tokens() -> None:
    rows = [line.split("\t") for line in to_conllu(example()).split("\n") if line[:1].isdigit()]
    assert [row[1] for row in rows if "Date=0" in row[9].split("|")] == ["3", ".", "März", "2021"]
    assert [row[1] for row in rows if "Speaker=0" in row[9].split("|")] == ["Anna", "Beispiel"]
    nested = [row[1] for row in rows if "Quote=1,2" in row[9].split("|")]
    assert nested == ["„", "fast", "fertig", "“"]
    assert sum("QuoteType=0:direct" in row[9] for row in rows) == 1


def parsed(heads: tuple[int | None, ...], text: str = "Er geht heim .") -> Document:
    doc = document(text)
    n = len(doc.tokens)
    analysis = TokenAnalysis(
        ("er", "gehen", None, ".")[:n],
        ("PRON", "VERB", "ADV", "PUNCT")[:n],
        ("PPER", "VVFIN", "ADV", "$.")[:n],
        ("Case=Nom|Number=Sing", None, None, None)[:n],
        heads,
        tuple("root" if h == -1 else "dep" for h in heads),
    )
    tokens = TokenTable(text, doc.tokens.starts, doc.tokens.ends, doc.tokens.kinds, analysis)
    return Document(text, tokens, doc.sentences, entities=(Entity(0, 2, "Er", "PER"),))


def test_syntax_comes_back_equal() -> None:
    doc = parsed((1, -1, 1, 1))
    source = to_conllu(doc)
    assert problems(source) == []
    assert "1\tEr\ter\tPRON\tPPER\tCase=Nom|Number=Sing\t2\tdep\t_\t_" in source
    assert read_conllu(source) == [doc]


@pytest.mark.parametrize("label", [None, "root"])
def test_a_tree_without_right_labels_is_left_out(label: str | None) -> None:
    doc = parsed((1, -1, 1, 1))
    analysis = doc.tokens.analysis
    assert analysis is not None
    labels = (label, *analysis.deprel[1:])
    source = to_conllu(replace(doc, tokens=doc.tokens.with_analysis(replace(analysis, deprel=labels))))
    assert problems(source) == []
    assert "\t_\t_\t_\t_\n" in source


@pytest.mark.parametrize("heads", [(1, 0, 1, 1), (-1, -1, 1, 1), (1, -1, None, 1), (1, -1, 9, 1), (-1, 2, 1, 0)])
def test_what_is_no_tree_is_left_out(heads: tuple[int | None, ...]) -> None:
    source = to_conllu(parsed(heads))
    assert problems(source) == []
    assert all(line.split("\t")[6] == "_" for line in source.split("\n") if line[:1].isdigit())


@pytest.mark.parametrize(
    "text",
    [
        "z. B.\u00a0NBSP",
        "  vorn\tTab\r\nZeile\u2028Absatz \n",
        "Te\u0301st e \u0301 \u1100\u1161",
        "NUL\x00 \ud800 \x85 \ufeffx\u200b",
        "_ # | \\ = , :",
        "n\u0303 =\u0338",
    ],
)
def test_odd_texts_come_back_equal(text: str) -> None:
    doc = document(text)
    assert problems(to_conllu(doc)) == []
    assert [d.text for d in read_conllu(to_conllu(doc))] == [text]
    whole = TokenTable(text, [0], [len(text)], [0])
    one = Document(text, whole, SentenceTable(text, [0], [len(text)], [0], [1]))
    assert problems(to_conllu(one)) == []
    assert read_conllu(to_conllu(one))[0].tokens == whole


TEXTS = st.text(st.sampled_from("ab „“.,!?\n\t\r \u00a0\u0301\u1100\u1161\u11a8\x00\ud800|\\=#_ñ")) | st.text()


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS, st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=6), max_size=4), TEXTS, st.data())
def test_any_text_and_any_quotations_come_back(text: str, places: list[list[int]], name: str, data: Any) -> None:
    quotes = []
    for place in places:
        bounds = sorted({min(p, len(text)) for p in place})
        spans = tuple(Span(s, e, text[s:e]) for s, e in zip(bounds[::2], bounds[1::2], strict=False))
        if spans:
            quotes.append(
                Quote("direct", "speech", spans, Extent(spans), speaker_name=name or None, provenance=name, frame=None)
            )
    doc = document(text)
    doc = Document(text, doc.tokens, doc.sentences, quotes=tuple(quotes), meta={"id": name})
    source = to_conllu(doc)
    assert problems(source) == []
    assert read_conllu(source) == ([doc] if len(doc.tokens) else [])


FOREIGN = """# sent_id = a1
# text = Zum Fest kam Ada.
1-2\tZum\t_\t_\t_\t_\t_\t_\t_\t_
1\tZu\tzu\tADP\tAPPR\t_\t3\tcase\t_\t_
2\tdem\tder\tDET\tART\t_\t3\tdet\t_\t_
3\tFest\tFest\tNOUN\tNN\t_\t4\tobl\t_\t_
4\tkam\tkommen\tVERB\tVVFIN\t_\t0\troot\t_\t_
4.1\tleer\t_\t_\t_\t_\t_\t_\t4:x\t_
5\tAda\tAda\tPROPN\tNE\t_\t4\tnsubj\t_\tSpaceAfter=No|Other=1
6\t.\t.\tPUNCT\t$.\t_\t4\tpunct\t_\t_

1\tEnde\tEnde\tNOUN\tNN\t_\t0\troot\t_\t_
"""


def test_files_of_others_can_be_read() -> None:
    (doc,) = read_conllu(FOREIGN)
    assert doc.text == "Zum Fest kam Ada. Ende"
    assert [s.text for s in doc.sentences] == ["Zum Fest kam Ada.", "Ende"]
    first = doc.tokens[0]
    assert (first.text, first.lemma, first.upos, first.head) == ("Zum", "zu", "ADP", 1)
    assert [t.head for t in doc.tokens] == [1, 2, -1, 2, 2, -1]
    assert problems(to_conllu(doc)) == []


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("1\tA\t_\n", "line 1: expected 10 columns"),
        ("x\tA\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1: bad ID"),
        ("1\tA\t_\t_\t_\t_\t7\t_\t_\t_\n\n", "line 2: .*head 7"),
        ("1\tA\t_\t_\t_\t_\t_\t_\t_\tQuote=x\n", "line 1: Quote"),
        ("1\tA\t_\t_\t_\t_\t_\t_\t_\tRaw=\\q\n", "line 1: unknown escape"),
        ("1\tA\t_\t_\t_\t_\t_\t_\t_\tQuote=0\n", "document 1: quotation 0"),
        ("1\tA\t_\t_\t_\t_\t_\t_\t_\tQuote=3\n", "document 1: Quote numbers"),
        ("# meta = {\n1\tA\t_\t_\t_\t_\t_\t_\t_\t_\n", "line 1: "),
        ("# speaker = {}\n1\tA\t_\t_\t_\t_\t_\t_\t_\t_\n", "document 1: "),
    ],
)
def test_bad_files_are_refused_with_the_place(bad: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_conllu(bad)


def test_nothing_gives_nothing() -> None:
    assert to_conllu(document(" \n")) == ""
    assert read_conllu("") == []
