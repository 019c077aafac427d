"""What the rules found, as the model reads it: columns, windows, and which finding a quotation is the same as."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polittext.quotation import hints, rules
from polittext.quotation.decode import TYPES
from polittext.tokenization import segment

DIRECT, INDIRECT = TYPES.index("direct"), TYPES.index("indirect")
TEXT = "Der Minister sagte, das Land wolle „neue Wege“ gehen."


def found(text: str) -> tuple[list[str], list[hints.Finding]]:
    tokens, sentences = segment(text)
    findings = [hints.finding(q, tokens, {}) for q in rules.extract(text, tokens, sentences)]
    return tokens.texts(), [f for f in findings if f is not None]


def words(texts: list[str], tokens: tuple[int, ...]) -> str:
    return " ".join(texts[i] for i in tokens)


def test_finding_holds_the_tokens_of_content_and_roles() -> None:
    texts, (outer, inner) = found(TEXT)
    assert (TYPES[outer.kind], TYPES[inner.kind]) == ("indirect", "direct")
    assert words(texts, outer.tokens) == "das Land wolle „ neue Wege “ gehen"
    assert words(texts, inner.tokens) == "„ neue Wege “"
    assert [words(texts, role) for role in outer.roles] == ["Der Minister", "sagte", "", "Der Minister sagte ,"]


def test_columns_tell_content_inner_and_roles() -> None:
    texts, findings = found(TEXT)
    table = hints.columns(findings, len(texts))
    content, inner, role, _ = table.T
    start = texts.index("das")
    assert content[start] == 2 + 2 * INDIRECT
    assert set(content[start + 1 : -1].tolist()) == {3 + 2 * INDIRECT}
    mark = texts.index("„")
    assert inner[mark : mark + 4].tolist() == [2 + 2 * DIRECT] + 3 * [3 + 2 * DIRECT]
    assert role[: start - 1].tolist() == [1 + 8, 1 + 8, 2 + 8]  # speaker, speaker, cue, all in the frame
    assert (content[-1], inner[-1], role[-1]) == (1, 1, 0)


def test_no_findings_differ_from_no_rules() -> None:
    assert hints.columns([], 3)[:, :2].tolist() == [[1, 1]] * 3


def test_rule_is_told_on_the_outer_content() -> None:
    tokens, sentences = segment(TEXT)
    (outer, *_) = rules.extract(TEXT, tokens, sentences)
    name = outer.provenance.removeprefix("rules:")
    finding = hints.finding(outer, tokens, {name: 7})
    assert finding is not None
    rule = hints.columns([finding], len(tokens))[:, 3]
    assert set(rule[list(finding.tokens)].tolist()) == {7}


def test_window_shows_one_finding() -> None:
    texts, (outer, _) = found(TEXT)
    seen = hints.window_roles(outer, np.arange(len(texts), dtype=np.int32))
    assert seen[0] == 1 + 8
    assert seen[texts.index("das")] == hints.ROLE_SETS
    assert seen[-1] == 0
    assert not hints.window_roles(None, np.arange(5, dtype=np.int32)).any()


def test_matcher_takes_the_most_alike() -> None:
    a = hints.Finding(tuple(range(10)), INDIRECT, 0, ((), (), (), ()))
    b = hints.Finding(tuple(range(4, 10)), DIRECT, 0, ((), (), (), ()))
    same = hints.Matcher([a, b])
    assert same(range(9), INDIRECT) is a
    assert same(range(5, 10), DIRECT) is b
    assert same(range(20, 30), DIRECT) is None
    assert same((0, *range(20, 30)), DIRECT) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10), st.integers(0, len(TYPES) - 1)), max_size=8))
def test_columns_stay_in_range(rows: list[tuple[int, int, int]]) -> None:
    findings = [hints.Finding(tuple(range(a, a + n)), k, 1, ((a,), (), (), (a + n - 1,))) for a, n, k in rows]
    table = hints.columns(findings, 40)
    for column, limit in zip(table.T, (hints.CONTENTS, hints.CONTENTS, hints.ROLE_SETS, hints.RULES), strict=True):
        assert column.min() >= 0
        assert column.max() < limit


def test_shifted_and_back() -> None:
    _, (outer, _) = found(TEXT)
    assert outer.shifted(5).shifted(-5) == outer
