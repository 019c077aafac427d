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
from polittext.resources import read_tsv

CLASSES, WORDS = "temporal/classes.tsv", "temporal/lexicon.tsv"
Rows = list[tuple[str, Any, list[str]]]
"""Class, value and forms of words."""

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
        classes: The flags of each class.
        rows: Class, value and forms of the words.
        literals: Words that rules name literally; each forms a class of its own, "=word".
        heads: Further head classes.
    """

    def __init__(
        self, classes: Mapping[str, frozenset[str]], rows: Rows, literals: Iterable[str] = (), heads: Iterable[str] = ()
    ) -> None:
        self._symbols: dict[frozenset[str], str] = {}
        self._heads = {name for name, flags in classes.items() if "head" in flags} | {*NUMBER_HEADS, *heads}
        plain: dict[str, dict[str, Any]] = {}
        dotted: dict[str, dict[str, Any]] = {}
        for name, value, forms in rows:
            flags = classes.get(name)
            if flags is None:
                raise ResourceError(f"{WORDS}: unknown class {name!r}")
            for form in forms:
                target, stem = (dotted, form[:-1]) if form.endswith(".") else (plain, form)
                for spelling in _spellings(stem, flags):
                    target.setdefault(spelling, {})[name] = value
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

    def words(self) -> Iterable[str]:
        """Return all word forms, in no particular order."""
        return self._entries.keys()

    def is_head(self, name: str) -> bool:
        """Return whether a class starts a search."""
        return name in self._heads

    def symbols_of(self, name: str) -> str:
        """Return the symbols of all forms in a class, sorted; a rule that names an unknown class is an error.

        Raises:
            ResourceError: No word form has this class.
        """
        found = sorted(symbol for names, symbol in self._symbols.items() if name in names)
        if not found:
            raise ResourceError(f"{WORDS}: no word has the class {name!r}")
        return "".join(found)


def _spellings(form: str, flags: frozenset[str]) -> Iterable[str]:
    """Yield the spellings of a form: with endings, with a capital, in capitals; nouns in lower case if allowed."""
    forms = [form[:-1] + ending for ending in _ENDINGS] if form.endswith("~") else [form]
    for word in forms:
        yield word
        yield word.upper()
        if "noun" not in flags:
            yield word[0].upper() + word[1:]
        elif "lower" in flags:
            yield word.lower()


def _tens(words: Mapping[str, Any]) -> Rows:
    """Compose einundzwanzig to neunundneunzig out of the simple number words."""
    ones = {("ein" if n == 1 else w): n for w, n in words.items() if n in range(1, 10) and w not in _NO_COMPOUND}
    tens = {w: n for w, n in words.items() if n in range(20, 100, 10)}
    return [("num", n + m, [f"{one}und{ten}"]) for one, n in ones.items() for ten, m in tens.items()]


_ENDINGS = ("e", "en", "er", "es", "em")
_NO_COMPOUND = {"eine", "einen", "einem", "einer", "eines", "beide", "beiden", "zweier", "dreier"}

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
def load_classes() -> dict[str, frozenset[str]]:
    """Return the classes with their flags; the caller must not change it."""
    return {row["class"]: frozenset(row["flags"].split()) for row in read_tsv(CLASSES)}


@cache
def load_rows() -> Rows:
    """Return the words as (class, value, forms); the caller must not change it."""
    rows: Rows = [(row["class"], _value(row["value"]), row["forms"].split()) for row in read_tsv(WORDS)]
    numbers = {form: value for name, value, forms in rows if name == "num" for form in forms}
    return rows + _tens(numbers)


def _value(text: str) -> Any:
    if text == "-":
        return ""
    if text.lstrip("-").isdigit():
        return int(text)
    return float(text) if text.replace(".", "", 1).isdigit() else text
