"""Word classes as bit flags, and the closed classes of `resources/quotation/words.tsv`."""

from polittext.resources import read_tsv

# What a word may be; a word's flags are the sum.
CAP = 1 << 0  # starts with a capital letter and is in no closed class
NUM = 1 << 1
PUNCT = 1 << 2
DET_NOM = 1 << 3
DET_OBL = 1 << 4
DET_GEN = 1 << 5
PREP = 1 << 6
PRON_NOM = 1 << 7
PRON_OBL = 1 << 8
PERSONAL = 1 << 9
ADV = 1 << 10
SUB = 1 << 11
WH = 1 << 12
REL = 1 << 13
COORD = 1 << 14
FOCUS = 1 << 15
FIN = 1 << 16  # finite for sure
PLURAL = 1 << 17  # infinitive or plural: finite perhaps
KON = 1 << 18  # Konjunktiv that is no indicative
HABEN = 1 << 19
SEIN = 1 << 20
WERDEN = 1 << 21
MODAL = 1 << 22
TEMPORAL = 1 << 23
OCCASION = 1 << 24
CUE = 1 << 25  # a form of a cue verb
NOUN = 1 << 26  # a cue noun
PHRASE = 1 << 27  # "laut", "zufolge"
QUOTE = 1 << 28  # a pair of quotation marks with all between
PAREN = 1 << 29  # a pair of parentheses with all between
PARTICIPLE = 1 << 30
ZU = 1 << 31  # a zu-infinitive in one word ("auszubauen")
CLAUSAL = 1 << 32  # marks that hold a finite verb
OWN_WORDS = 1 << 34  # marks whose first word is in lower case, so that they hold no name
SO = 1 << 33  # "so", which may introduce a speaker
DET = DET_NOM | DET_OBL
AUX = HABEN | SEIN | WERDEN
FINITE = FIN | PLURAL

_CLASSES = {
    "det_nom": DET_NOM,
    "det_obl": DET_OBL,
    "det_gen": DET_GEN,
    "prep": PREP,
    "pron_nom": PRON_NOM,
    "pron_obl": PRON_OBL,
    "personal": PERSONAL,
    "sub": SUB,
    "wh": WH,
    "rel": REL,
    "coord": COORD,
    "focus": FOCUS,
    "adv": ADV,
    "haben": HABEN | FIN,
    "sein": SEIN | FIN,
    "werden": WERDEN | FIN,
    "modal": MODAL | FIN,
    "subjunctive": KON | FIN,
    "finite": FIN,
    "temporal": TEMPORAL,
    "occasion": OCCASION,
}


def closed_classes() -> dict[str, int]:
    """Return the flags of the words in closed classes, by lower-case form."""
    flags: dict[str, int] = {}
    for row in read_tsv("quotation/words.tsv"):
        for form in row["forms"].split():
            flags[form] = flags.get(form, 0) | _CLASSES[row["class"]]
    return flags
