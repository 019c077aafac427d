"""The rules: TOML tables with a pattern over lexicon classes, what it means, and their own examples and rejects."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from polittext.errors import ResourceError
from polittext.resources import read_toml
from polittext.temporal.lexicon import Lexicon, load_classes, load_rows

RULE_FILES = ("shared", "absolute", "relative", "durations", "clock", "vague", "names")
"""The rule files below `resources/temporal/rules`, in order of precedence where two rules match the same words."""

_PIECE = re.compile(r"\s*(?:\{([^\W\d]\w*)(?::(\w+))?\}|(\(=|\*\d|[()|?<>])|([^\s(){}|?<>*]+))")
_OPERATORS = {"(": "(?:", "(=": "(?=", "<": "(?P<span>", ">": ")"}
_KEYS = {
    "name", "trigger", "pattern", "op", "set", "left", "left_not", "right", "right_not", "unlike", "examples",
    "rejects", "note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, ready to run.

    Args:
        name: Its name, unique over all files.
        order: Its rank; of two rules that match the same words, the lower one wins.
        pattern: Its pattern over symbols; the group "span" is the extent where it differs from the whole match.
        names: The groups of the pattern and the field that each fills.
        op: What the fields mean; one of `polittext.temporal.resolve.OPERATIONS`.
        constants: Fields that the rule itself fills.
        left: What the text before must end in, or None.
        left_not: What the text before must not end in, or None.
        right: What the text behind must start with, or None.
        right_not: What the text behind must not start with, or None.
        unlike: What the matched text itself must not start with, or None.
        examples: Texts in inline markup that it must find.
        rejects: Texts in which it must find nothing.
    """

    name: str
    order: int
    pattern: re.Pattern[str]
    names: tuple[tuple[str, str, str], ...]
    op: str
    constants: Mapping[str, Any]
    left: re.Pattern[str] | None
    left_not: re.Pattern[str] | None
    right: re.Pattern[str] | None
    right_not: re.Pattern[str] | None
    unlike: re.Pattern[str] | None
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The lexicon, and the rules by the head class that triggers them."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    by_head: Mapping[str, tuple[Rule, ...]]


@cache
def load() -> Grammar:
    """Return the grammar of the package, compiled once.

    Raises:
        ResourceError: A rule is a duplicate, lacks examples or rejects, or names something unknown.
    """
    return build([(f"temporal/rules/{name}.toml", read_toml(f"temporal/rules/{name}.toml")) for name in RULE_FILES])


def build(files: list[tuple[str, dict[str, Any]]], *, check: bool = False) -> Grammar:
    """Build a grammar from parsed rule files (name, content).

    Args:
        files: The files, in order of precedence.
        check: Also refuse rules whose pattern matches nothing of their examples; costs time, so tests do it.

    Raises:
        ResourceError: A rule is a duplicate, lacks examples or rejects, or names something unknown.
    """
    macros: dict[str, str] = {}
    contexts: dict[str, str] = {}
    tables: list[tuple[str, dict[str, Any]]] = []
    for file, data in files:
        macros.update(data.get("macro", {}))
        contexts.update(data.get("context", {}))
        tables += [(file, table) for table in data.get("rule", [])]
    seen: dict[str, str] = {}
    for file, table in tables:
        _check(file, table, seen)
    patterns = [_expand(table["pattern"], macros, file) for file, table in tables]
    literals = {m[4] for pattern in patterns for m in _PIECE.finditer(pattern) if m[4]}
    triggers = {trigger for _, table in tables for trigger in _triggers(table)}
    lexicon = Lexicon(load_classes(), load_rows(), sorted(literals), {t for t in triggers if t.startswith("=")})
    classes: dict[str, str] = {}
    rules = []
    by_head: dict[str, list[Rule]] = {}
    for order, ((file, table), pattern) in enumerate(zip(tables, patterns, strict=True)):
        compiled, names = _compile(pattern, lexicon, classes, f"{file}: {table['name']}")
        rule = Rule(
            name=table["name"],
            order=order,
            pattern=compiled,
            names=names,
            op=table["op"],
            constants=table.get("set", {}),
            left=_context(table.get("left"), contexts, left=True),
            left_not=_context(table.get("left_not"), contexts, left=True),
            right=_context(table.get("right"), contexts, left=False),
            right_not=_context(table.get("right_not"), contexts, left=False),
            unlike=_context(table.get("unlike"), contexts, left=False),
            examples=tuple(table["examples"]),
            rejects=tuple(table["rejects"]),
        )
        rules.append(rule)
        for head in _triggers(table):
            if not lexicon.is_head(head):
                raise ResourceError(f"{file}: rule {table['name']!r}: the trigger {head!r} is no head class")
            by_head.setdefault(head, []).append(rule)
    grammar = Grammar(lexicon, tuple(rules), {head: tuple(found) for head, found in by_head.items()})
    for rule in rules if check else ():
        _check_matches(rule, grammar)
    return grammar


def _check_matches(rule: Rule, grammar: Grammar) -> None:
    from polittext.temporal.lexer import runs

    texts = [re.sub(r"⟦([^⟦⟧|]*)\|[^⟦⟧]*⟧", r"\1", example.partition("@")[0]) for example in rule.examples]
    if not any(rule.pattern.search(run.symbols) for text in texts for run in runs(text, grammar.lexicon)):
        raise ResourceError(f"rule {rule.name!r} matches nothing of its examples")


def _triggers(table: Mapping[str, Any]) -> list[str]:
    trigger = table["trigger"]
    return [trigger] if isinstance(trigger, str) else list(trigger)


def _check(file: str, table: Mapping[str, Any], seen: dict[str, str]) -> None:
    from polittext.temporal.resolve import OPERATIONS  # resolve needs Rule, so it can't be imported above

    name = table.get("name")
    if not name or not isinstance(name, str):
        raise ResourceError(f"{file}: a rule has no name")
    for key in ("trigger", "pattern", "op"):
        if not table.get(key):
            raise ResourceError(f"{file}: rule {name!r} has no {key}")
    for key in ("examples", "rejects"):
        if not table.get(key):
            raise ResourceError(f"{file}: rule {name!r} has no {key}; every rule carries both")
    if table["op"] not in OPERATIONS:
        raise ResourceError(f"{file}: rule {name!r} has the unknown op {table['op']!r}")
    if unknown := set(table) - _KEYS:
        raise ResourceError(f"{file}: rule {name!r} has unknown keys: {', '.join(sorted(unknown))}")
    for key, other in ((f"name {name}", name), (f"pattern {table['pattern']}|{table.get('set')}", name)):
        if key in seen:
            raise ResourceError(f"{file}: rule {name!r} repeats the {key.split()[0]} of rule {seen[key]!r}")
        seen[key] = other


def _expand(pattern: str, macros: Mapping[str, str], file: str, depth: int = 0) -> str:
    def macro(match: re.Match[str]) -> str:
        if match[1] not in macros or depth > 5:
            raise ResourceError(f"{file}: unknown or circular macro {match[1]!r}")
        return f"( {_expand(macros[match[1]], macros, file, depth + 1)} )"

    return re.sub(r"\{@([\w-]+)\}", macro, pattern)


def _compile(
    pattern: str, lexicon: Lexicon, classes: dict[str, str], where: str
) -> tuple[re.Pattern[str], tuple[tuple[str, str, str], ...]]:
    """Translate a pattern into a regular expression over symbols, and name its groups."""
    out: list[str] = []
    names: list[tuple[str, str, str]] = []
    position = 0
    for match in _PIECE.finditer(pattern):
        if match.start() != position:
            raise ResourceError(f"{where}: can't read the pattern at {pattern[position:]!r}")
        position = match.end()
        slot, name, operator, literal = match.groups()
        if operator:
            out.append(_OPERATORS.get(operator) or (f"{{0,{operator[1]}}}" if operator[0] == "*" else operator))
            continue
        key = slot or "=" + literal
        if key not in classes:
            classes[key] = "[" + lexicon.symbols_of(key) + "]"
        if slot:
            group = f"g{len(names)}"
            names.append((group, slot, name or slot))
            out.append(f"(?P<{group}>{classes[key]})")
        else:
            out.append(classes[key])
    if pattern[position:].strip():
        raise ResourceError(f"{where}: can't read the pattern at {pattern[position:]!r}")
    try:
        return re.compile("".join(out)), tuple(names)
    except re.error as error:
        raise ResourceError(f"{where}: {error}") from None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _context(name: str | list[str] | None, contexts: Mapping[str, str], left: bool) -> re.Pattern[str] | None:
    """Compile the named contexts; those on the left are anchored at the end of the text before."""
    if not name:
        return None
    parts = []
    for key in [name] if isinstance(name, str) else name:
        if key not in contexts:
            raise ResourceError(f"unknown context {key!r}")
        parts.append(contexts[key])
    body = "|".join(f"(?:{part})" for part in parts)
    return _compiled(f"(?:{body})$" if left else f"(?:{body})")
