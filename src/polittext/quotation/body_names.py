"""Names of bodies that speak: "der Deutschen Bischofskonferenz" is the "Deutsche Bischofskonferenz"."""

from collections.abc import Sequence

from polittext.quotation.lexicon import flags_of
from polittext.quotation.word_classes import CAP, DET
from polittext.quotation.word_groups import ends_with_word_of, word_group


class BodyNames:
    """Turns descriptions of bodies into their names.

    Args:
        words: The tokens of the text; a genitive is taken back where the text has the form without its ending.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._vocabulary: frozenset[str] | None = None

    def canonical(self, words: list[str]) -> str | None:
        """Return the name of a body: without article, parentheses and quotation marks, in the nominative."""
        kept: list[str] = []
        oblique = words[0].lower() in word_group("oblique_article")
        genitive = words[0].lower() in ("des", "eines")
        start = 1 if flags_of(words[0]) & DET or words[0].lower() in ("der", "die", "das") else 0
        head_done = False
        for word in words[start:]:
            if word in ("(", "[", ",", "–") or (kept and word in word_group("name_cutting")):
                break
            if word in "„“”\"»«‚‘'":
                continue
            form = word
            if not head_done and word[:1].isupper() and flags_of(word) & CAP:
                head_done = True
                if genitive:
                    form = self._nominative(word)
            elif (
                not head_done and oblique and word.endswith("en") and words[0][:1].islower() and not _plural_head(words)
            ):
                form = word[:-1]
            kept.append(form)
        if start == 0 and len(kept) > 1 and kept[0].endswith(tuple(word_group("strong_dative"))):
            neuter = ends_with_word_of(kept[1].lower(), "neuter_body")
            kept[0] = kept[0][:-2] + ("es" if neuter else "er")  # "laut Statistischem Bundesamt"
        name = " ".join(kept).strip()
        name = name.replace(" - ", "-")
        return name or None

    def _nominative(self, word: str) -> str:
        if self._vocabulary is None:
            self._vocabulary = frozenset(self._words)
        for ending in ("s", "es"):
            if word.endswith(ending) and word[: -len(ending)] in self._vocabulary:
                return word[: -len(ending)]
        if word.endswith("s") and not word.endswith(("ss", "us", "is", "as")) and not word.isupper():
            return word[:-1]
        return word


def _plural_head(words: list[str]) -> bool:
    head = next((w for w in words if w[:1].isupper() and flags_of(w) & CAP), "")
    return words[0].lower() == "der" and head.endswith(("en", "er", "e"))
