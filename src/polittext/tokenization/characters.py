"""Code points as numbers: one table lookup tells what each character of a text is."""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]

SPACE = 1
LETTER = 2  # letters, and marks that stand on them
DIGIT = 4
UPPER = 8
LOWER = 16
MARK = 32
INVISIBLE = 64  # soft hyphens and zero-width characters: part of a word inside one, else like a space
HYPHEN = 128
APOSTROPHE = 256
QUOTE = 512
SYMBOL = 1024
TRIGGER = 1 << 11  # may be part of a special token
SOFT_TRIGGER = 1 << 12  # the same, where no white space follows
STOP = 1 << 13  # may end a sentence
INNER = 1 << 14  # joins word characters: hyphens, apostrophes, low lines
SEPARATOR = 1 << 15  # joins digits: "1.000", "3,5"
RUN = 1 << 16  # repeated, makes one token: "...", "!!"
OPEN_BRACKET = 1 << 17
BREAK = 1 << 18  # ends a line
WORD = LETTER | DIGIT

HYPHENS = "-\u2010\u2011"
DASHES = "\u2012\u2013\u2014\u2015\u2212"
APOSTROPHES = "'\u2019\u02bc\u00b4`"
INVISIBLES = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
JOINER = 0x200D
QUOTES = "\"„“”‟»«‚‘’‛›‹'\u2033\u301d\u301e\u301f"
TRIGGERS = "@#/*_^&·⃣\ufe0f"
SOFT_TRIGGERS = ":;=<"
RUNS = ".!?-…*_=#—–"
BREAKS = "\n\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"
STOPS = ".!?…‼⁇⁈⁉。！？"

_DIRECT = 0x3000
"""Code points below are classified once; others, rare in German, when a text has them."""


def decode(text: str) -> Codes:
    """Return the code points of a text; lone surrogates are kept as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def flags_of(codes: Codes) -> Flags:
    """Return what each code point is, as a sum of the flags above."""
    table = _table()
    if len(codes) == 0 or int(codes.max()) < _DIRECT:
        return table[codes]
    flags = table[np.minimum(codes, _DIRECT - 1)]
    high = np.flatnonzero(codes >= _DIRECT)
    distinct, inverse = np.unique(codes[high], return_inverse=True)
    values = np.array([_classify(int(c)) for c in distinct], dtype=np.uint32)
    flags[high] = values[inverse]
    return flags


_BY_CHARACTER = (
    (SOFT_TRIGGERS, SOFT_TRIGGER),
    (STOPS, STOP),
    (HYPHENS + APOSTROPHES + "_", INNER),
    (".,", SEPARATOR),
    (RUNS, RUN),
    ("([", OPEN_BRACKET),
)


@cache
def _table() -> Flags:
    table = np.array([_classify(c) for c in range(_DIRECT)], dtype=np.uint32)
    table.setflags(write=False)
    return table


def _classify(code: int) -> int:
    char = chr(code)
    category = unicodedata.category(char)
    if char in INVISIBLES:
        return INVISIBLE
    if char.isspace() or category == "Cc":
        return SPACE | (BREAK if char in BREAKS else 0)
    value = 0
    if category[0] == "L":
        value = LETTER | (UPPER if category in ("Lu", "Lt") else LOWER if category == "Ll" else 0)
    elif category[0] == "M":
        value = LETTER | MARK
    elif category in ("Nd", "No", "Nl"):
        value = DIGIT if category == "Nd" else LETTER
    elif category in ("Sc", "Sm", "So", "Sk", "Co", "Cn", "Cs", "Cf"):
        value = SYMBOL
    if char in HYPHENS:
        value |= HYPHEN
    if char in APOSTROPHES:
        value = (value & ~(LETTER | SYMBOL)) | APOSTROPHE
    if char in QUOTES:
        value |= QUOTE
    if char in TRIGGERS or code >= 0x1F000 or 0x231A <= code <= 0x2BFF:
        value |= TRIGGER
    for chars, flag in _BY_CHARACTER:
        if char in chars:
            value |= flag
    return value
