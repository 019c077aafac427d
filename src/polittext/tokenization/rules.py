"""The rules of `resources/tokenization.toml`: read, checked and compiled once."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from polittext.columns import KIND_CODES
from polittext.document import TokenKind
from polittext.errors import ResourceError
from polittext.resources import read_toml

RESOURCE = "tokenization.toml"
TABLES = ("token", "shape", "sequence", "stop", "boundary", "line", "behaviour")


@dataclass(frozen=True, slots=True)
class Rule:
    """What every rule has: its table and name, and marked examples of where it acts and where it must not."""

    table: str
    name: str
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind for whole tokens that begin with a digit."""

    name: str
    kind: int
    pattern: "regex.Pattern[str]"
    after: "regex.Pattern[str] | None"


@dataclass(frozen=True, slots=True)
class Sequence:
    """A kind for all tokens of a phrase that begins with one of its anchors."""

    name: str
    kind: int
    anchors: tuple[str, ...]
    pattern: "regex.Pattern[str]"


@dataclass(frozen=True, slots=True)
class Stop:
    """What a full stop behind a number, a letter or a Roman numeral is."""

    name: str
    gives: str | None
    token: "regex.Pattern[str] | None"
    before: "regex.Pattern[str] | None"
    after: "regex.Pattern[str] | None"
    previous_in: str | None
    next_in: str | None


@dataclass(frozen=True, slots=True)
class BoundaryRule:
    """Whether a sentence ends at a mark."""

    name: str
    split: bool
    before: "regex.Pattern[str] | None"
    after: "regex.Pattern[str] | None"
    next_in: str | None
    gap: bool | None


@dataclass(frozen=True, slots=True)
class LineRule:
    """A line that is a unit of its own, or begins one."""

    name: str
    pattern: "regex.Pattern[str]"


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, in the order of the resource."""

    tokens: "regex.Pattern[str]"
    token_kinds: dict[str, int]
    shapes: tuple[Shape, ...]
    sequences: tuple[Sequence, ...]
    stops: dict[str, tuple[Stop, ...]]
    boundaries: dict[str, tuple[BoundaryRule, ...]]
    lines: dict[str, LineRule]
    units: "dict[str, regex.Pattern[str]]"
    all: tuple[Rule, ...]


@cache
def rules() -> Rules:
    """Return the compiled rules.

    Raises:
        ResourceError: A rule is named twice, lacks examples or rejects, or has a pattern that can't be compiled.
    """
    data = read_toml(RESOURCE)
    listed = tuple(_described(table, row) for table in TABLES for row in data.get(table, ()))
    names = [rule.name for rule in listed]
    for name in names:
        if names.count(name) > 1:
            raise ResourceError(f"{RESOURCE}: two rules are named {name!r}")
    tokens = data["token"]
    stops: dict[str, list[Stop]] = {}
    for row in data["stop"]:
        gives = None if row["gives"] == "none" else row["gives"]
        stops.setdefault(row["of"], []).append(
            Stop(
                row["name"],
                gives,
                _compile(row, "token"),
                _compile(row, "before"),
                _compile(row, "after"),
                row.get("previous_in"),
                row.get("next_in"),
            )
        )
    boundaries: dict[str, list[BoundaryRule]] = {}
    for row in data["boundary"]:
        rule = BoundaryRule(
            row["name"],
            row["split"],
            _compile(row, "before"),
            _compile(row, "after"),
            row.get("next_in"),
            row.get("gap"),
        )
        for mark in row["marks"]:
            boundaries.setdefault(mark, []).append(rule)
    return Rules(
        tokens=_union(tokens),
        token_kinds={row["name"]: _kind(row) for row in tokens},
        shapes=tuple(
            Shape(row["name"], _kind(row), _required(row, "pattern"), _compile(row, "after")) for row in data["shape"]
        ),
        sequences=tuple(
            Sequence(row["name"], _kind(row), tuple(row["anchors"]), _required(row, "pattern"))
            for row in data["sequence"]
        ),
        stops={of: tuple(found) for of, found in stops.items()},
        boundaries={mark: tuple(found) for mark, found in boundaries.items()},
        lines={row["name"]: LineRule(row["name"], _required(row, "pattern")) for row in data["line"]},
        units={row["name"]: _required(row, "pattern") for row in data["behaviour"] if "pattern" in row},
        all=listed,
    )


def _described(table: str, row: dict[str, Any]) -> Rule:
    name = row.get("name", "")
    examples, rejects = tuple(row.get("examples", ())), tuple(row.get("rejects", ()))
    if not name or not examples or not rejects:
        raise ResourceError(f"{RESOURCE}: every rule needs a name, examples and rejects; see {table} {name!r}")
    return Rule(table, name, examples, rejects)


def _kind(row: dict[str, Any]) -> int:
    return KIND_CODES[TokenKind(row["kind"])]


def _union(rows: list[dict[str, Any]]) -> "regex.Pattern[str]":
    for row in rows:
        _required(row, "pattern")
    return regex.compile("|".join(f"(?P<{row['name']}>{_expand(row['pattern'])})" for row in rows))


def _required(row: dict[str, Any], key: str) -> "regex.Pattern[str]":
    found = _compile(row, key)
    if found is None:
        raise ResourceError(f"{RESOURCE}: rule {row['name']!r} has no {key}")
    return found


def _compile(row: dict[str, Any], key: str) -> "regex.Pattern[str] | None":
    if key not in row:
        return None
    try:
        return regex.compile(_expand(row[key]))
    except regex.error as error:
        raise ResourceError(f"{RESOURCE}: rule {row['name']!r} has a bad {key}: {error}") from None


def _expand(pattern: str) -> str:
    """Replace each {{list}} by an alternation of the words of that list, the longest first."""
    lists = read_toml(RESOURCE)["lists"]

    def words(match: "regex.Match[str]") -> str:
        return "(?:" + "|".join(regex.escape(w) for w in sorted(lists[match[1]], key=len, reverse=True)) + ")"

    return str(regex.sub(r"\{\{(\w+)\}\}", words, pattern))
