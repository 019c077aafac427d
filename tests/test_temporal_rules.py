"""Every date rule, run on its own examples and rejects; and what the loader of rules refuses."""

import re

import pytest

from polittext import find_dates
from polittext.errors import ResourceError
from polittext.resources import read_toml
from polittext.temporal.lexicon import Lexicon, load_classes, load_rows
from polittext.temporal.resolve import OPERATIONS
from polittext.temporal.rules import RULE_FILES, build, load

RULES = load().rules
MARK = re.compile(r"⟦([^⟦⟧|]*)\|([^⟦⟧|]*)⟧")


def unmark(example: str) -> tuple[str, str | None, list[tuple[str, str]]]:
    """Split an example into its text, its reference date and the expressions that are marked in it."""
    body, _, date = example.partition("@")
    marks = [(m[1], m[2]) for m in MARK.finditer(body)]
    return MARK.sub(lambda m: m[1], body).rstrip(), date or None, marks


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_finds_its_examples(rule):
    for example in rule.examples:
        text, date, marks = unmark(example)
        found = find_dates(text, date=date)
        assert [(x.text, x.value) for x in found] == marks, example
    fired = {x.rule for example in rule.examples for x in find_dates(*unmark(example)[:2])}
    assert rule.name in fired


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_leaves_its_rejects_alone(rule):
    for reject in rule.rejects:
        assert rule.name not in {x.rule for x in find_dates(reject, date="2022-01-10")}, reject


def test_every_operation_is_known_and_used():
    assert {rule.op for rule in RULES} == set(OPERATIONS)


def test_every_trigger_is_a_head_class():
    lexicon = load().lexicon
    for head in load().by_head:
        assert lexicon.symbols_of(head)


RULE = {"name": "a", "trigger": "y4", "pattern": "{y4:year}", "op": "year", "examples": ["x"], "rejects": ["y"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rejects": []}, "no rejects"),
        ({"examples": []}, "no examples"),
        ({"name": ""}, "no name"),
        ({"colour": "red"}, "unknown keys: colour"),
        ({"pattern": "{nosuchclass}"}, "no word has the class 'nosuchclass'"),
        ({"pattern": "{@nosuchmacro}"}, "unknown or circular macro"),
        ({"pattern": "( {y4}"}, "missing"),
        ({"left": "nosuchcontext"}, "unknown context"),
        ({"op": "nosuchop"}, "unknown op"),
        ({"trigger": "art"}, "no head class"),
    ],
)
def test_loader_refuses(change, message):
    with pytest.raises(ResourceError, match=re.escape(message)):
        build([("file", {"rule": [RULE | change]})])


def test_loader_refuses_duplicates():
    with pytest.raises(ResourceError, match="repeats the name"):
        build([("file", {"rule": [RULE, RULE | {"pattern": "{y4}"}]})])
    with pytest.raises(ResourceError, match="repeats the pattern"):
        build([("file", {"rule": [RULE, RULE | {"name": "b"}]})])


def test_loader_refuses_a_pattern_that_matches_none_of_its_examples():
    with pytest.raises(ResourceError, match="matches nothing of its examples"):
        build([("file", {"rule": [RULE]})], check=True)


def test_the_package_rules_match_their_examples():
    build([(name, read_toml(f"temporal/rules/{name}.toml")) for name in RULE_FILES], check=True)


def test_lexicon_refuses_a_word_of_an_unknown_class():
    with pytest.raises(ResourceError, match="unknown class 'nosuch'"):
        Lexicon(load_classes(), [*load_rows(), ("nosuch", 1, ["wort"])])
