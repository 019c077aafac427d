"""The abbreviations and word lists that the rules draw on, built once from `resources/`."""

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from polittext.errors import ResourceError
from polittext.resources import read_toml, read_tsv

CLASSES = frozenset({"title", "ref", "inner", "final", "word"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the splitter knows of words.

    Args:
        abbreviations: Class of each one-part abbreviation, without its last full stop.
        compound: First part (without its full stop) of the abbreviations that have several -> their patterns and
            classes, the longest first.
        lists: The word lists by name; `starters` are sentence starters.
    """

    abbreviations: dict[str, str]
    compound: "dict[str, tuple[tuple[regex.Pattern[str], str], ...]]"
    lists: dict[str, frozenset[str]]


def lexicon(extra: frozenset[str] = frozenset()) -> Lexicon:
    """Return the lexicon, with a user's own abbreviations added ("Bschl." or "i. Zsh."); nothing global is changed."""
    return _extended(extra) if extra else _base()


@lru_cache(maxsize=16)
def _extended(extra: frozenset[str]) -> Lexicon:
    base = _base()
    forms = {" ".join(form.split()): "user" for form in extra if form.strip(". \t\n")}
    single, compound = _index(forms)
    return Lexicon({**base.abbreviations, **single}, {**base.compound, **_merge(compound, base)}, base.lists)


def _merge(
    compound: "dict[str, tuple[tuple[regex.Pattern[str], str], ...]]", base: Lexicon
) -> "dict[str, tuple[tuple[regex.Pattern[str], str], ...]]":
    return {first: patterns + base.compound.get(first, ()) for first, patterns in compound.items()}


@cache
def _base() -> Lexicon:
    forms: dict[str, str] = {}
    for row in read_tsv("abbreviations.tsv"):
        form, kind = row["form"], row["class"]
        if form in forms:
            raise ResourceError(f"abbreviations.tsv: {form!r} is listed twice")
        if kind not in CLASSES or not form.endswith("."):
            raise ResourceError(f"abbreviations.tsv: {form!r} needs a final full stop and a class of {sorted(CLASSES)}")
        forms[form] = kind
    single, compound = _index(forms)
    lists = {name: frozenset(words) for name, words in read_toml("tokenization.toml")["lists"].items()}
    lists["starters"] = frozenset(row["form"] for row in read_tsv("sentence_starters.tsv"))
    return Lexicon(single, compound, lists)


def _index(
    forms: dict[str, str],
) -> "tuple[dict[str, str], dict[str, tuple[tuple[regex.Pattern[str], str], ...]]]":
    single: dict[str, str] = {}
    several: dict[str, list[tuple[str, str]]] = {}
    for form, kind in forms.items():
        stem = form.removesuffix(".")
        if " " in stem or "." in stem:
            first = stem.replace(".", " ").split(" ")[0]
            several.setdefault(first, []).append((form, kind))
        else:
            single[stem] = kind
    compound = {
        first: tuple(
            (regex.compile(r"\s?".join(regex.escape(part) for part in _parts(form)) + r"(?!\w)"), kind)
            for form, kind in sorted(found, key=lambda item: -len(item[0]))
        )
        for first, found in several.items()
    }
    return single, compound


def _parts(form: str) -> list[str]:
    """Split "i.d.R." and "i. d. R." alike after each full stop."""
    return [part for part in regex.split(r"(?<=\.)\s?|\s", form) if part]
