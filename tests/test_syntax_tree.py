"""What is read from a dependency analysis: noun phrases, subjects, complement clauses, mood, passives, entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polittext.columns import TokenAnalysis, TokenTable
from polittext.document import Entity
from polittext.syntax.tree import SyntaxView, entities_in, entity_covering
from tests.trees import parse

INDIRECT = """
Die _ DET _ 2 det
Sprecherin _ NOUN _ 9 nsubj
der _ DET _ 5 det
neuen _ ADJ _ 5 amod
Regierung _ NOUN _ 2 nmod
, _ PUNCT _ 7 punct
Anna _ PROPN _ 2 appos
Beispiel _ PROPN _ 7 flat
erklärte erklären VERB Mood=Ind|VerbForm=Fin 0 root
, _ PUNCT _ 14 punct
dass _ SCONJ _ 14 mark
man _ PRON _ 14 nsubj
nichts _ PRON _ 14 obj
wisse wissen VERB Mood=Sub|VerbForm=Fin 9 ccomp
. _ PUNCT _ 9 punct
"""
PARENTHESIS = """
Das _ PRON _ 6 nsubj
, _ PUNCT _ 3 punct
sagte sagen VERB Mood=Ind 6 parataxis
er _ PRON _ 3 nsubj
, _ PUNCT _ 3 punct
falsch _ ADJ _ 0 root
sei sein AUX Mood=Sub 6 cop
. _ PUNCT _ 6 punct
"""
PASSIVE = """
Von von ADP _ 3 case
der _ DET _ 3 det
Polizei _ NOUN _ 5 obl
wurde werden AUX Mood=Ind 5 aux:pass
mitgeteilt mitteilen VERB VerbForm=Part 0 root
, _ PUNCT _ 9 punct
er _ PRON _ 9 nsubj
habe haben AUX Mood=Sub 9 aux
gewartet warten VERB VerbForm=Part 5 ccomp
. _ PUNCT _ 5 punct
"""
AGENTLESS = """
Es _ PRON _ 3 expl
wurde werden AUX Mood=Ind 3 aux
betont betonen VERB VerbForm=Part 0 root
. _ PUNCT _ 3 punct
"""
JOINED = """
Frau _ NOUN _ 3 nsubj
Muster _ PROPN _ 1 appos
kam kommen VERB _ 0 root
und _ CCONJ _ 5 cc
wollte wollen VERB _ 3 conj
sprechen sprechen VERB _ 5 xcomp
. _ PUNCT _ 3 punct
"""
NAMED = """
Das _ DET _ 2 det
Bündnis _ NOUN _ 8 nsubj
„ _ PUNCT _ 2 punct
Offene _ ADJ _ 5 amod
Stadt _ NOUN _ 2 appos
“ _ PUNCT _ 2 punct
aus _ ADP _ 8 advmod
warnte warnen VERB _ 0 root
"""


def view(*sentences: str) -> tuple[SyntaxView, list[str]]:
    tokens, _ = parse(*sentences)
    return SyntaxView(tokens), tokens.texts()


def phrase(found: tuple[int, int] | None, words: list[str]) -> str | None:
    return None if found is None else " ".join(words[slice(*found)])


@pytest.mark.parametrize(
    ("sentence", "head", "expected"),
    [
        (INDIRECT, "Sprecherin", "Die Sprecherin der neuen Regierung , Anna Beispiel"),
        (INDIRECT, "Regierung", "der neuen Regierung"),
        (PASSIVE, "Polizei", "der Polizei"),
        (JOINED, "Frau", "Frau Muster"),
        (NAMED, "Bündnis", "Das Bündnis „ Offene Stadt “"),
        (PARENTHESIS, "er", "er"),
    ],
)
def test_the_whole_noun_phrase(sentence: str, head: str, expected: str) -> None:
    tree, words = view(sentence)
    assert phrase(tree.noun_phrase(words.index(head)), words) == expected


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        (INDIRECT, "erklärte", "Sprecherin"),
        (PARENTHESIS, "sagte", "er"),
        (JOINED, "sprechen", "Frau"),
        (JOINED, "wollte", "Frau"),
        (PASSIVE, "mitgeteilt", None),
        (INDIRECT, "dass", None),
    ],
)
def test_the_subject_of_a_cue(sentence: str, verb: str, expected: str | None) -> None:
    tree, words = view(sentence)
    found = tree.subject(words.index(verb))
    assert (None if found is None else words[found]) == expected


@pytest.mark.parametrize(
    ("sentence", "verb", "expected"),
    [
        (INDIRECT, "erklärte", "dass man nichts wisse"),
        (PASSIVE, "mitgeteilt", "er habe gewartet"),
        (PARENTHESIS, "sagte", "falsch sei"),
        (AGENTLESS, "betont", None),
    ],
)
def test_the_extent_of_the_content(sentence: str, verb: str, expected: str | None) -> None:
    tree, words = view(sentence)
    assert phrase(tree.content(words.index(verb)), words) == expected


def test_the_mood_of_reported_speech() -> None:
    tree, words = view(INDIRECT)
    assert tree.is_reported_mood(words.index("dass"), len(words))
    assert not tree.is_reported_mood(0, words.index("dass"))
    assert tree.feature(words.index("wisse"), "VerbForm") == "Fin"
    assert tree.feature(0, "Mood") is None


def test_passives_with_and_without_agent() -> None:
    tree, words = view(PASSIVE)
    verb = words.index("mitgeteilt")
    assert words[tree.agent(verb)] == "Polizei"
    assert tree.is_passive(verb)
    assert not tree.is_agentless_passive(verb)
    tree, words = view(AGENTLESS)
    assert tree.is_agentless_passive(words.index("betont"))
    tree, words = view(INDIRECT)
    assert not tree.is_passive(words.index("erklärte"))


def test_several_sentences_keep_document_indices() -> None:
    tree, words = view(AGENTLESS, INDIRECT)
    verb = words.index("erklärte")
    assert words[tree.subject(verb)] == "Sprecherin"
    assert tree.clause_head(words.index("nichts")) == words.index("wisse")
    assert tree.clause_head(words.index("Regierung")) == verb
    assert tree.nominal_head(*tree.noun_phrase(words.index("Sprecherin"))) == words.index("Sprecherin")
    assert tree.nominal_head(3, 3) is None


def test_extents_are_offsets_of_the_text() -> None:
    tokens, _ = parse(INDIRECT)
    found = SyntaxView(tokens).extent(0, 5)
    assert tokens.text[found.start : found.end] == found.text == "Die Sprecherin der neuen Regierung"
    with pytest.raises(ValueError, match="empty"):
        SyntaxView(tokens).extent(3, 3)


def test_tokens_without_analysis_are_refused() -> None:
    with pytest.raises(ValueError, match="no analysis"):
        SyntaxView(TokenTable("a", [0], [1], [0]))


def test_entities_within_and_around_a_span() -> None:
    text = "Anna Beispiel (SPD) aus Bonn"
    places = [("Anna Beispiel", "PER"), ("SPD", "ORG"), ("Bonn", "LOC")]
    entities = [Entity(text.index(w), text.index(w) + len(w), w, label) for w, label in places]
    assert [e.text for e in entities_in(entities, 0, 19)] == ["Anna Beispiel", "SPD"]
    assert [e.text for e in entities_in(entities, 0, 28, ["LOC"])] == ["Bonn"]
    assert entity_covering(entities, 5, 13) == entities[0]
    assert entity_covering(entities, 12, 15) is None


@given(st.lists(st.tuples(st.integers(-1, 11), st.sampled_from(["nsubj", "conj", "xcomp", "root", "punct", None]))))
def test_any_analysis_is_borne(arcs: list[tuple[int, str | None]]) -> None:
    """Engines may return cycles, loops and heads that fit no sentence; nothing hangs or fails."""
    n = len(arcs)
    heads = tuple(min(h, n - 1) for h, _ in arcs)
    none = (None,) * n
    tokens = TokenTable(
        "a" * n,
        range(n),
        range(1, n + 1),
        [0] * n,
        TokenAnalysis(none, none, none, none, heads, tuple(d for _, d in arcs)),
    )
    tree = SyntaxView(tokens)
    for i in range(n):
        first, last = tree.noun_phrase(i)
        assert 0 <= first <= i < last <= n
        assert i in tree.subtree(i)
        assert 0 <= tree.clause_head(i) < n
        assert tree.subject(i) is None or tree.label(tree.subject(i)) == "nsubj"
        assert tree.content(i) is None or tree.content(i)[0] < tree.content(i)[1]
