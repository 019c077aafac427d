"""The words of time expressions: each word form carries its classes, and one symbol that stands for them in rules.

A rule is matched not against the text but against a string with one symbol per token, so that a pattern such as
`{rel} {month}` costs the same however many words the classes hold. Two words share a symbol where they share all
their classes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from polittext.errors import ResourceError
from polittext.resources import read_toml

RESOURCE = "temporal/lexicon.toml"
_FIRST_SYMBOL = 0xE000  # the private use area: no symbol has a meaning in a regular expression


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lexicon knows of one word form.

    Args:
        symbol: The one character that stands for the form's classes.
        values: The value that the form has in each of its classes.
        heads: Those of its classes that start a search.
        dotted: The entry of the same form with a full stop ("Jan."), or None.
    """

    symbol: str
    values: Mapping[str, Any]
    heads: frozenset[str]
    dotted: "Entry | None" = None


class Lexicon:
    """All word forms, and the symbols of all combinations of classes; immutable once built.

    Args:
        data: The parsed lexicon resource.
        literals: Words that rules name literally; each forms a class of its own, "=word".
    """

    def __init__(self, data: Mapping[str, Any], literals: Iterable[str] = ()) -> None:
        self._symbols: dict[frozenset[str], str] = {}
        self._heads: set[str] = {name for name, c in data["class"].items() if c.get("head")} | set(NUMBER_HEADS)
        plain: dict[str, dict[str, Any]] = {}
        dotted: dict[str, dict[str, Any]] = {}
        for name, spec in data["class"].items():
            for form, value in _forms(spec, data["endings"]):
                plain.setdefault(form, {})[name] = value
            for form, value in spec.get("dotted", {}).items():
                for spelling in {form, form.upper()} | ({form.lower()} if spec.get("lower") else set()):
                    dotted.setdefault(spelling, {})[name] = value
        for word in literals:
            target, form = (dotted, word[:-1]) if len(word) > 1 and word.endswith(".") else (plain, word)
            for spelling in {form, form[:1].upper() + form[1:], form.upper()}:
                target.setdefault(spelling, {})["=" + word] = True
        self._entries = {form: self.entry(values) for form, values in plain.items()}
        for form, values in dotted.items():
            whole = self._entries.get(form)
            if whole is None:
                whole = Entry("", {}, frozenset())
            self._entries[form] = Entry(whole.symbol, whole.values, whole.heads, self.entry(values))
        for names in NUMBER_CLASSES:
            self.entry(dict.fromkeys(names))
        self.get = self._entries.get

    def entry(self, values: Mapping[str, Any]) -> Entry:
        """Return the entry for these classes and values."""
        names = frozenset(values)
        symbol = self._symbols.setdefault(names, chr(_FIRST_SYMBOL + len(self._symbols)))
        return Entry(symbol, values, names & self._heads)

    def symbols_of(self, name: str) -> str:
        """Return the symbols of all forms in a class, sorted; a rule that names an unknown class is an error.

        Raises:
            ResourceError: No word form has this class.
        """
        found = sorted(symbol for names, symbol in self._symbols.items() if name in names)
        if not found:
            raise ResourceError(f"{RESOURCE}: no word has the class {name!r}")
        return "".join(found)


def _forms(spec: Mapping[str, Any], endings: Mapping[str, list[str]]) -> Iterable[tuple[str, Any]]:
    """Yield the spellings of a class's words with their values."""
    words = dict(spec.get("words", {}))
    for stem, value in spec.get("stems", {}).items():
        words.update({stem + ending: value for ending in endings[spec.get("endings", "adjective")]})
    if spec.get("compose") == "numbers":
        words.update(_tens(words))
    for form, value in words.items():
        if not form:
            continue
        if spec.get("noun"):
            yield form, value
            if spec.get("lower"):
                yield form.lower(), value
        else:
            yield form, value
            yield form[0].upper() + form[1:], value
        yield form.upper(), value


def _tens(words: Mapping[str, Any]) -> dict[str, int]:
    """Compose einundzwanzig to neunundneunzig out of the simple number words."""
    ones = {("ein" if n == 1 else w): n for w, n in words.items() if n in range(1, 10) and w not in _NO_COMPOUND}
    tens = {w: n for w, n in words.items() if n in range(20, 100, 10)}
    return {f"{one}und{ten}": n + m for one, n in ones.items() for ten, m in tens.items()}


_NO_COMPOUND = {"eine", "einen", "einem", "einer", "eines", "beide", "beiden", "zweier", "dreier", "zwo"}

NUMBER_HEADS = ("y4", "dayord", "numdate", "isodate", "clock", "decade")
NUMBER_CLASSES: tuple[tuple[str, ...], ...] = (
    ("num", "hour", "minute", "y2"),
    ("num", "day", "hour", "minute", "y2"),
    ("num", "day", "monthnum", "hour", "minute", "y2"),
    ("num", "day", "minute", "y2"),
    ("num", "minute", "y2"),
    ("num", "y2"),
    ("num", "y3"),
    ("num", "y4"),
    ("num",),
    ("ord", "dayord"),
    ("ord",),
    ("numdate",),
    ("isodate",),
    ("clock",),
    ("clock", "decimal"),
    ("decimal",),
    ("decade",),
)
"""The combinations of classes that numerals have; they must be known before the rules are compiled."""


@cache
def load_data() -> dict[str, Any]:
    """Return the lexicon resource; the caller must not change it."""
    return read_toml(RESOURCE)
