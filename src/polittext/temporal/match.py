"""Running the rules over the runs of a text: candidates, and the choice among those that overlap."""

from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from polittext.temporal.lexer import Run, runs
from polittext.temporal.rules import Grammar, Rule

_CONTEXT = 48  # characters of context that a rule may look at on either side


@dataclass(slots=True)
class Match:
    """A rule's match in the text: what the words say, before anything is resolved."""

    start: int
    end: int
    rule: Rule
    fields: dict[str, Any]


def find_matches(text: str, grammar: Grammar) -> Iterator[Match]:
    """Yield the matches of all rules in a text, in text order and without overlap.

    Of two overlapping matches the longer one wins, then the one whose rule stands first.
    """
    cache: dict[frozenset[str], tuple[Rule, ...]] = {}
    by_head = grammar.by_head
    for run in runs(text, grammar.lexicon):
        heads = run.heads
        rules = cache.get(heads)
        if rules is None:
            found = {rule.order: rule for head in heads for rule in by_head.get(head, ())}
            rules = cache[heads] = tuple(found[order] for order in sorted(found))
        yield from _choose(text, run, rules)


def _choose(text: str, run: Run, rules: tuple[Rule, ...]) -> list[Match]:
    symbols = run.symbols
    starts, ends = run.starts, run.ends
    candidates: list[tuple[tuple[int, int, int, int], Rule, tuple[Any, int, int]]] = []
    for rule in rules:
        for m in rule.pattern.finditer(symbols):
            first, last = m.span("span") if "span" in rule.pattern.groupindex else m.span()
            if first < last:
                start, end = starts[first], ends[last - 1]
                if _fits(text, start, end, rule):
                    candidates.append(((first - last, m.start() - m.end(), rule.order, start), rule, (m, first, last)))
    if not candidates:
        return []
    candidates.sort(key=itemgetter(0))
    taken: list[tuple[int, int]] = []
    chosen: list[Match] = []
    for _, rule, (m, first, last) in candidates:
        if any(first < b and a < last for a, b in taken):
            continue
        taken.append((first, last))
        fields = dict(rule.constants)
        for group, slot, name in rule.names:
            index = m.start(group)
            if index >= 0:
                fields.setdefault(name, run.entries[index].values[slot])
        chosen.append(Match(starts[first], ends[last - 1], rule, fields))
    chosen.sort(key=lambda match: match.start)
    return chosen


def _fits(text: str, start: int, end: int, rule: Rule) -> bool:
    """Whether the text of a match and around it is what the rule asks for."""
    if rule.unlike is not None and rule.unlike.match(text, start, end) is not None:
        return False
    if rule.left is not None or rule.left_not is not None:
        before = text[max(0, start - _CONTEXT) : start]
        if rule.left is not None and rule.left.search(before) is None:
            return False
        if rule.left_not is not None and rule.left_not.search(before) is not None:
            return False
    if rule.right is not None or rule.right_not is not None:
        behind = text[end : end + _CONTEXT]
        if rule.right is not None and rule.right.match(behind) is None:
            return False
        if rule.right_not is not None and rule.right_not.match(behind) is not None:
            return False
    return True
