"""Phrases that name a source by what it gave: "Angaben der Polizei", "einem Bericht von X"."""

from polittext.quotation.lexicon import flags_of, noun_of
from polittext.quotation.people import People
from polittext.quotation.person_words import given_gender, role_of
from polittext.quotation.word_classes import CAP, PREP


def without_source(words: list[str], people: People) -> list[str]:
    """Drop "Angaben der", "einem Bericht von" before the one who gives them; empty where nobody is left."""
    name = words[0] == "von" and words[-1] in people.by_surname
    if words and flags_of(words[0]) & PREP and len(words) > 1 and not name:
        words = words[1:]  # "In einer Erklärung von X"
    for _ in range(2):
        k = next((i for i, w in enumerate(words[:5]) if noun_of(w) is not None or role_of(w) is not None), None)
        if k is None or noun_of(words[k]) is None:
            return words
        if any(w[:1].isupper() and flags_of(w) & CAP and not is_capital_adjective(w) for w in words[:k]):
            # "Celebis Angaben"
            return [*words[: k - 1], _ungenitive(words[k - 1])] if k + 1 >= len(words) else words
        rest = words[k + 1 :]
        if not rest:
            return []
        words = rest[1:] if rest[0] in ("von", "vom", "aus", "durch") else rest
    return words


def is_capital_adjective(word: str) -> bool:
    """Say whether a capitalised word at a phrase's start is an adjective ("Offiziellen Angaben")."""
    return (
        word.endswith(("en", "er", "e", "em"))
        and given_gender(word) is None
        and role_of(word) is None
        and len(word) > 4
    )


def _ungenitive(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word.rstrip("’'")
