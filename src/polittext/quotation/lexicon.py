"""The lexicon of the quotation rules: what each word may be, and which cue it is a form of."""

from dataclasses import dataclass
from functools import cache, lru_cache

from polittext.document import Medium
from polittext.quotation.cues import CueForm, CueNoun, cue_verbs
from polittext.quotation.verb_forms import add_verb_flags, borrowed_flags, forms_of, joined_flags
from polittext.quotation.word_classes import (
    ADV,
    AUX,
    CAP,
    COORD,
    CUE,
    DET,
    FIN,
    FINITE,
    KON,
    MODAL,
    NOUN,
    NUM,
    OCCASION,
    PARTICIPLE,
    PHRASE,
    PLURAL,
    PREP,
    PRON_NOM,
    PRON_OBL,
    PUNCT,
    SO,
    SUB,
    TEMPORAL,
    ZU,
    closed_classes,
)
from polittext.quotation.word_groups import word_group
from polittext.resources import read_tsv

_NOUNS_IN_END = ("abend", "jugend", "tausend", "dutzend", "legend", "weekend", "trend", "elend", "gegend", "dividend")
_OPEN_CLASSES = TEMPORAL | OCCASION  # nouns: they keep their capital


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the rules know about words, by lower-case form."""

    flags: dict[str, int]
    verbs: dict[str, tuple[CueForm, ...]]
    nouns: dict[str, CueNoun]
    noun_ends: tuple[tuple[str, CueNoun], ...]
    phrases: dict[str, tuple[str, Medium]]
    prefixes: frozenset[str]
    opening_adverbs: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the lexicon; it is read once.

    Raises:
        ResourceError: A resource is missing or inconsistent.
    """
    closed = closed_classes()
    flags = dict(closed)
    add_verb_flags(flags)
    # "seit", "gerade", "laut" are no verbs here
    flags.update({f: v for f, v in closed.items() if v & (ADV | PREP | DET | SUB | COORD) and not v & FIN})
    table: dict[str, list[CueForm]] = {}
    prefixes: set[str] = set()
    for cue in cue_verbs():
        forms = forms_of(cue.verb)
        finite = {*forms["fin"], *forms["kon1"], *forms["kon2"], cue.verb}
        for form in sorted(finite):
            table.setdefault(form, []).append(CueForm(cue, "finite"))
            if cue.prefix:
                table.setdefault(cue.prefix + form, []).append(CueForm(cue, "final"))
        for form in forms["participle"]:
            table.setdefault(cue.prefix + form, []).append(CueForm(cue, "participle"))
        table.setdefault(cue.prefix + cue.verb, []).append(CueForm(cue, "infinitive"))
        young = not cue.prefix and not flags.get(cue.verb, 0)  # "twittern", whose forms nobody lists
        if cue.prefix:
            prefixes.add(cue.prefix)
            table.setdefault(f"{cue.prefix}zu{cue.verb}", []).append(CueForm(cue, "zu"))
            flags[f"{cue.prefix}zu{cue.verb}"] = flags.get(f"{cue.prefix}zu{cue.verb}", 0) | ZU
        if cue.prefix or young:
            for form in finite - {cue.verb}:
                mood = 0 if form in forms["fin"] else KON
                flags[cue.prefix + form] = flags.get(cue.prefix + form, 0) | FIN | mood
            flags[cue.prefix + cue.verb] = flags.get(cue.prefix + cue.verb, 0) | PLURAL
            for form in forms["participle"]:
                flags[cue.prefix + form] = flags.get(cue.prefix + form, 0) | PARTICIPLE
    for form in table:
        flags[form] = flags.get(form, 0) | CUE
    flags["so"] = flags.get("so", 0) | SO
    nouns: dict[str, CueNoun] = {}
    ends: list[tuple[str, CueNoun]] = []
    for row in read_tsv("quotation/cue_nouns.tsv"):
        words = row["noun"].split()
        noun = CueNoun(words[0], row["medium"], frozenset(row["use"]))  # type: ignore[arg-type]
        for word in words:
            if word.startswith("-"):
                ends.append((word[1:], noun))
            else:
                nouns[word] = noun
    phrases: dict[str, tuple[str, Medium]] = {}
    for row in read_tsv("quotation/phrases.tsv"):
        phrases[row["form"]] = (row["kind"], row["medium"])  # type: ignore[assignment]
        flags[row["form"]] = flags.get(row["form"], 0) | PHRASE
    return Lexicon(
        flags,
        {form: tuple(entries) for form, entries in table.items()},
        nouns,
        tuple(ends),
        phrases,
        frozenset(prefixes),
        frozenset(form for row in read_tsv("quotation/opening_adverbs.tsv") for form in row["forms"].split()),
    )


@lru_cache(maxsize=1 << 16)
def flags_of(word: str) -> int:
    """Return the flags of a word in running text; the first word of a sentence is looked up by `first_flags_of`."""
    lex = lexicon()
    first = word[:1]
    if first.isupper():
        closed = lex.flags.get(word.lower(), 0)
        function = closed & (DET | PRON_NOM | PRON_OBL | PHRASE | PREP | SUB | COORD) and len(word) < 8
        if function and not word.isupper() and word not in word_group("surname_like"):
            return closed & ~(FINITE | KON | AUX | MODAL | CUE | PARTICIPLE)
        value = CAP | (closed & _OPEN_CLASSES) | (closed & SO)
        if noun_of(word) is not None:
            value |= NOUN
        return value
    if first.isdigit():
        return NUM
    if not first.isalpha():
        return PUNCT
    value = lex.flags.get(word, 0)
    if not value and "-" in word and any(part[:1].isupper() for part in word.split("-")):
        return CAP | (NOUN if noun_of(word) is not None else 0)  # "ai-Bericht", "al-Qaida"
    if not value and word.endswith("n"):
        at = word.find("zu", 2)
        while at > 0:
            if lex.flags.get(word[at + 2 :], 0) & PLURAL:
                return ZU
            at = word.find("zu", at + 1)
    if not value and "." in word[1:-1] and word[-1:].isalpha():
        return CAP  # "ndr.de"
    if not value and any(c.isdigit() or c.isupper() for c in word):
        return CAP  # "n24", "eBay"
    if not value:
        value = joined_flags(word) or borrowed_flags(word)
        ge = word.find("ge", 1) if word.endswith(("t", "n")) else -1
        if 1 < ge < 9 and lex.flags.get(word[ge:], 0) & PARTICIPLE:
            value |= PARTICIPLE
    return value


@lru_cache(maxsize=1 << 14)
def first_flags_of(word: str) -> int:
    """Return the flags of a sentence's first word: a capital tells nothing there, but verbs are rare."""
    if not word[:1].isupper():
        return flags_of(word)
    closed = lexicon().flags.get(word.lower(), 0)
    if closed & ~(FINITE | KON | CUE | PARTICIPLE | TEMPORAL | OCCASION | AUX | MODAL):
        return closed
    low = word.lower()
    if low in lexicon().opening_adverbs or (low.endswith("end") and not low.endswith(_NOUNS_IN_END)):
        return ADV  # "Ergänzend sagte"
    value = flags_of(word)
    return value | (closed & (CUE | PARTICIPLE)) if closed & PARTICIPLE else value


@lru_cache(maxsize=1 << 14)
def noun_of(word: str) -> CueNoun | None:
    """Return the cue noun that a word is a form or a compound of."""
    lex = lexicon()
    found = lex.nouns.get(word)
    if found is None and len(word) > 9:
        low = word.lower()
        for end, noun in lex.noun_ends:
            if low.endswith(end) and len(low) > len(end) + 1:
                return noun
    return found
