"""Interviews and transcripts: which lines begin with a label that says who speaks ("Frage:", "Kern (SPD):")."""

from collections import Counter
from dataclasses import dataclass

import regex

from polittext.quotation.word_groups import word_group

# up to six words, capitalised but for the particles of names, and perhaps a party in parentheses
_LABEL = regex.compile(
    r"^[ \t]*+(?P<label>\p{Lu}[\w.’'-]*+(?:[ \t]++(?:\p{Lu}[\w.’'-]*+|von|van|de|der|zu)){0,5}+)"
    r"(?P<party>[ \t]++\([^()\n]{1,40}+\))?+[ \t]*+:[ \t]++(?=\S)",
    regex.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """The label of a turn: offsets [start, end) from its first character to the first of what is said; its words
    without the party in parentheses; whether they name somebody."""

    start: int
    end: int
    label: str
    named: bool


def find_turns(text: str) -> list[Turn]:
    """Find the labels of turns, in text order.

    Only where a text shows that it consists of turns: with one of the words for question and answer, or with a label
    that comes again, at least by its last word. A lone "Berlin: ..." is none.

    Example:
        >>> [t.label for t in find_turns("Frage: Kommt es?\\nKern (SPD): Ja.\\nFrage: Wann?\\nKern (SPD): Im Mai.")]
        ['Frage', 'Kern', 'Frage', 'Kern']
    """
    matches = list(_LABEL.finditer(text)) if ":" in text else []
    count = Counter(m["label"].split()[-1] for m in matches)  # "Carsten Schneider" first, then "Schneider"
    generic = word_group("turn_label")
    turns = []
    for m in matches:
        named = m["label"].lower() not in generic
        if not named or count[m["label"].split()[-1]] > 1:
            turns.append(Turn(m.start("label"), m.end(), m["label"], named))
    return turns if len(turns) > 1 else []
