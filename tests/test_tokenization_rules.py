"""Every rule of the tokenizer acts in its examples and doesn't in its rejects; see the notation in the resource."""

import re
from dataclasses import replace

import pytest

from polittext.errors import ResourceError
from polittext.tokenization import explain, rules, segment
from polittext.tokenization.lexicon import lexicon
from polittext.tokenization.rules import Rule

ALL = rules.rules().all
EXAMPLES = [(rule, text) for rule in ALL for text in rule.examples]
REJECTS = [(rule, text) for rule in ALL for text in rule.rejects]


def plain(marked: str) -> tuple[str, list[int], list[tuple[int, int]]]:
    """Return a marked text without its marks, where sentences begin in it, and the tokens that are enclosed."""
    text, begins, opened, tokens = "", [], 0, []
    for i, char in enumerate(marked):
        if char in "|¦":
            if char == "|" and not marked[i + 1].isspace() and not text[-1].isspace():
                text += " "
            begins.append(len(text))
        elif char == "⟦":
            opened = len(text)
        elif char == "⟧":
            tokens.append((opened, len(text)))
        else:
            text += char
    return text, begins, tokens


def sentence_starts(text: str, newline: str) -> list[int]:
    return segment(text, newline=newline)[1].starts.tolist()


def where(starts: list[int], text: str) -> list[int]:
    """Move marks that stand before a blank behind it, as in "24.⟧|Dann" and "kam. |Dann" alike."""
    return [s + len(text[s:]) - len(text[s:].lstrip()) for s in starts]


def fired(rule: Rule, text: str, newline: str) -> bool:
    return any(boundary.rule == rule.name for boundary in explain(text, newline=newline))


@pytest.mark.parametrize(("rule", "marked"), EXAMPLES, ids=lambda value: getattr(value, "name", None))
def test_rule_acts_in_its_examples(rule: Rule, marked: str) -> None:
    text, begins, enclosed = plain(marked)
    tokens, _ = segment(text)
    if begins or rule.table in ("boundary", "line", "behaviour"):
        assert sentence_starts(text, "paragraph")[1:] == where(begins, text)
    spans = tokens.spans()
    if rule.table == "sequence":
        kinds = {
            str(tokens[i].kind) for s, e in enclosed for i in range(*tokens.range_of(s, e)) if tokens[i].text != "/"
        }
        assert len(kinds) == 1
    else:
        assert [span for span in enclosed if span not in spans] == []
    if rule.table in ("token", "stop", "boundary", "line"):
        assert fired(rule, text, "paragraph") or rule.table == "stop"


@pytest.mark.parametrize(("rule", "marked"), REJECTS, ids=lambda value: getattr(value, "name", None))
def test_rule_does_not_act_in_its_rejects(rule: Rule, marked: str) -> None:
    text, begins, enclosed = plain(marked)
    tokens, _ = segment(text)
    spans = tokens.spans()
    assert [span for span in enclosed if span not in spans] == []
    if begins:
        assert sentence_starts(text, "paragraph")[1:] == where(begins, text)
    assert not fired(rule, text, "paragraph")


def test_shapes_give_their_kind_in_examples_only() -> None:
    shapes = {shape.name: shape for shape in rules.rules().shapes}
    for rule in ALL:
        if rule.table != "shape":
            continue
        for marked in rule.examples:
            text, _, enclosed = plain(marked)
            tokens, _ = segment(text)
            codes = {span: int(kind) for span, kind in zip(tokens.spans(), tokens.kinds, strict=True)}
            assert [codes[span] for span in enclosed] == [shapes[rule.name].kind] * len(enclosed), marked
        for marked in rule.rejects:
            tokens, _ = segment(plain(marked)[0])
            hits = [
                t.text
                for t in tokens
                if shapes[rule.name].pattern.fullmatch(t.text)
                and (shapes[rule.name].after is None or shapes[rule.name].after.match(tokens.text, t.end))  # type: ignore[union-attr]
            ]
            assert hits == [], marked


def test_sequences_do_not_match_in_rejects() -> None:
    sequences = {sequence.name: sequence for sequence in rules.rules().sequences}
    for rule in ALL:
        if rule.table == "sequence":
            for text in rule.rejects:
                assert sequences[rule.name].pattern.search(text) is None, text


def test_every_rule_with_a_stop_is_reachable() -> None:
    """A `stop` rule that gives a class is named by `explain` in its first example."""
    given = {stop.name for stops in rules.rules().stops.values() for stop in stops if stop.gives}
    silent = []
    for rule in ALL:
        if rule.name in given:
            found = [b.rule for text in rule.examples for b in explain(plain(text)[0]) if b.kind == "token"]
            if rule.name not in found:
                silent.append(rule.name)
    assert silent == []


def test_names_are_unique_and_described() -> None:
    names = [rule.name for rule in ALL]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]+", name) for name in names)
    assert all(rule.examples and rule.rejects for rule in ALL)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "x", "examples": [], "rejects": ["a"]}, "needs a name, examples and rejects"),
        ({"name": "x", "examples": ["a"], "rejects": []}, "needs a name, examples and rejects"),
    ],
)
def test_rule_without_examples_or_rejects_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ResourceError, match=message):
        rules._described("token", change)


def test_pattern_that_cannot_be_compiled_is_refused() -> None:
    with pytest.raises(ResourceError, match="bad pattern"):
        rules._compile({"name": "x", "pattern": "("}, "pattern")


def test_duplicate_rule_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = dict(rules.read_toml(rules.RESOURCE))
    data["token"] = [*data["token"], data["token"][0]]
    monkeypatch.setattr(rules, "read_toml", lambda name: data)
    with pytest.raises(ResourceError, match="two rules are named 'url'"):
        rules.rules.__wrapped__()


def test_lexicon_holds_no_duplicates_and_no_starter_among_abbreviations() -> None:
    words = lexicon()
    assert words.abbreviations["Dr"] == "title"
    assert len(words.lists["starters"]) > 400
    assert replace(words, lists={}).lists == {}
