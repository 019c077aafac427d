"""Code points as numbers: one table lookup tells what each character of a text is."""

import unicodedata
from functools import cache

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.uint16]
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
TRIGGER = 2048  # may begin or join a special token, see `patterns`
STOP = 4096  # may end a sentence
WORD = LETTER | DIGIT

HYPHENS = "-\u2010\u2011"
DASHES = "\u2012\u2013\u2014\u2015\u2212"
APOSTROPHES = "'\u2019\u02bc\u00b4`"
INVISIBLES = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
QUOTES = "\"„“”‟»«‚‘’‛›‹'\u2033\u301d\u301e\u301f"
TRIGGERS = "@#/:*_(;=<^§\\~&+|"
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
    values = np.array([_classify(int(c)) for c in distinct], dtype=np.uint16)
    flags[high] = values[inverse]
    return flags


@cache
def _table() -> Flags:
    table = np.array([_classify(c) for c in range(_DIRECT)], dtype=np.uint16)
    table.setflags(write=False)
    return table


def _classify(code: int) -> int:
    char = chr(code)
    category = unicodedata.category(char)
    if char in INVISIBLES:
        return INVISIBLE
    if char.isspace() or category == "Cc":
        return SPACE
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
    if char in TRIGGERS:
        value |= TRIGGER
    if char in STOPS:
        value |= STOP
    return value
