"""Names of bodies that speak, in the nominative and without article: "des Deutschen Bundestages" is the "Deutscher
Bundestag", "der Deutschen Bischofskonferenz" the "Deutsche Bischofskonferenz"."""

from collections.abc import Sequence

from polittext.quotation.lexicon import flags_of
from polittext.quotation.person_words import given_gender
from polittext.quotation.word_classes import ADV, CAP, COORD, DET, PREP
from polittext.quotation.word_groups import ends_with_word_of, word_group

_WEAK = ("e", "en", "er")  # how adjectives end behind an article; "er" as in "Frankfurter"
_STRONG = (*_WEAK, "es", "em")
_SHORTEST_ADJECTIVE = 4  # letters
_MARKS = "„“”\"»«‚‘'"


class BodyNames:
    """Turns descriptions of bodies into their names.

    Args:
        words: The tokens of the text; a genitive is taken back where the text has the form without its ending, and what
            stands behind "das" is a neuter.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._vocabulary: frozenset[str] | None = None
        self._neuters: frozenset[str] | None = None

    def canonical(self, words: list[str]) -> str | None:
        """Return the name of a body: without article, parentheses and quotation marks, in the nominative."""
        article = words[0].lower()
        start = 1 if flags_of(words[0]) & DET or article in ("der", "die", "das", "vom") else 0
        kept: list[str] = []
        for i, word in enumerate(words[start:], start):
            if word in ("(", "[", ",", "–") or (kept and word in word_group("name_cutting")):
                break
            if word == "im" and words[i + 1 : i + 2] == ["Auftrag"]:
                break
            if word not in _MARKS:
                kept.append(word)
        if not kept:
            return None
        head = _head(kept, _WEAK if start else _STRONG)
        if article in ("des", "eines"):
            kept[head] = self._nominative(kept[head])
        ending = self._ending(article if start else "", kept, head)
        if ending:
            kept[:head] = [_inflected(word, ending) for word in kept[:head]]
        return " ".join(kept).strip().replace(" - ", "-") or None

    def _ending(self, article: str, words: list[str], head: int) -> str:
        """Return how adjectives before the head end without article, "" where they stay as they are."""
        if not head:
            return ""
        first, noun = words[0], words[head]
        masculine = "es" if self._is_neuter(noun) else "er"
        if article in ("des", "dem", "eines", "einem", "vom"):
            return masculine
        if article == "den":
            return "e" if noun.endswith("n") else masculine
        if article == "der" and ends_with_word_of(noun.lower(), "feminine_suffix"):
            return "e"
        if article == "der":
            return "e" if first.endswith("en") or (first.endswith("er") and words[head - 1].endswith("en")) else "er"
        if article in ("die", "das"):
            return "e" if article == "die" else "es"
        return masculine if first.endswith(tuple(word_group("strong_dative"))) else ""

    def _is_neuter(self, noun: str) -> bool:
        if self._neuters is None:
            words = self._words
            behind = (words[i + 1 : i + 4] for i, word in enumerate(words) if word in ("das", "Das"))
            self._neuters = frozenset(near[_head(near, _WEAK)] for near in behind if near)
        return noun in self._neuters or ends_with_word_of(noun.lower(), "neuter_body")

    def _nominative(self, word: str) -> str:
        if self._vocabulary is None:
            self._vocabulary = frozenset(self._words)
        for ending in ("s", "es"):
            if word.endswith(ending) and word[: -len(ending)] in self._vocabulary:
                return word[: -len(ending)]
        if word.endswith("es") and len(word) > _SHORTEST_ADJECTIVE and word[-3] not in "aeiouäöü":
            return word[:-2]
        if word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "fonds")) and not word.isupper():
            return word[:-1]
        return word


def _head(words: Sequence[str], ends: tuple[str, ...]) -> int:
    """Return the index of the noun: the first capitalised word that is no adjective before another one."""
    for i, word in enumerate(words):
        if word[:1].isupper() and flags_of(word) & CAP:
            follows = i + 1 < len(words) and words[i + 1][:1].isupper() and bool(flags_of(words[i + 1]) & CAP)
            if not (follows and _may_be_adjective(word, ends)):
                return i
        elif not _may_be_adjective(word, ends):
            return 0
    return 0


def _may_be_adjective(word: str, ends: tuple[str, ...]) -> bool:
    """Say whether a word may be an adjective; with a capital, only by its suffix ("Statistische") or from the list."""
    if len(word) < _SHORTEST_ADJECTIVE or not word.endswith(ends) or given_gender(word) is not None:
        return False
    if not word[:1].isupper():
        return not flags_of(word) & (ADV | COORD | DET | PREP)
    if word.endswith("er"):
        return True
    stem = word[:-1] if word.endswith("e") else word[:-2]
    return ends_with_word_of(stem.lower(), "adjective_in_name")


def _inflected(word: str, ending: str) -> str:
    """Return an adjective with another ending; "Frankfurter" stays."""
    for old in ("en", "em", "es"):
        if word.endswith(old):
            return word[: -len(old)] + ending
    return word[:-1] + ending if word.endswith("e") else word
