"""The lexicon of the quotation rules: word classes, verb forms and cues, read from `resources/quotation`."""

from dataclasses import dataclass
from functools import cache, lru_cache

from polittext.document import Medium
from polittext.errors import ResourceError
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
    "temporal": TEMPORAL,
    "occasion": OCCASION,
}
_OPEN_CLASSES = TEMPORAL | OCCASION  # nouns: they keep their capital


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A verb of speech, writing or thought; see the head of `cue_verbs.tsv` for the columns."""

    verb: str
    prefix: str
    needs: tuple[str, ...]
    medium: Medium
    takes: frozenset[str]
    addressee: str
    link: frozenset[str]
    strength: int


@dataclass(frozen=True, slots=True)
class CueForm:
    """One form of a cue verb: "finite" (its prefix must follow), "final" (prefix joined), "participle", "infinitive"
    or "zu" ("mitzuteilen")."""

    cue: CueVerb
    kind: str


@dataclass(frozen=True, slots=True)
class CueNoun:
    """A noun of speech, writing or thought; `use` says which constructions it enters."""

    noun: str
    medium: Medium
    use: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the rules know about words, by lower-case form."""

    flags: dict[str, int]
    verbs: dict[str, tuple[CueForm, ...]]
    nouns: dict[str, CueNoun]
    noun_ends: tuple[tuple[str, CueNoun], ...]
    phrases: dict[str, tuple[str, Medium]]
    prefixes: frozenset[str]


def _spellings(form: str) -> tuple[str, ...]:
    """Return the form in both orthographies ("wußte", "wusste")."""
    return (form, form.replace("ß", "ss")) if "ß" in form else (form,)


@cache
def _stems() -> dict[str, dict[str, str]]:
    return {row["infinitive"]: row for row in read_tsv("quotation/verb_forms.tsv")}


def _forms(infinitive: str) -> dict[str, tuple[str, ...]]:
    """Return the forms of a verb without separable prefix: finite ones, Konjunktiv, participle."""
    row = _stems().get(infinitive)
    if row is None:  # a young verb ("bloggen"): all of them are weak
        stem = infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]
        e = "e" if stem.endswith(("t", "d")) else ""
        return {
            "fin": (f"{stem}{e}t", f"{stem}{e}te", f"{stem}{e}ten"),
            "kon1": (infinitive[:-1],),
            "kon2": (),
            "participle": (f"ge{stem}{e}t",),
        }
    past = row["past"]
    plural = past + ("n" if past.endswith("e") else "en")
    # "gehe"; "handele", "handle"; "ändere"; "tue"
    kon1: tuple[str, ...] = (infinitive[:-1],)
    if not infinitive.endswith("en"):
        kon1 = (infinitive[:-1] + "e",)
        if infinitive.endswith("eln"):
            kon1 = (*kon1, infinitive[:-3] + "le")
    kon2 = row["conditional"]
    if infinitive == "sein":
        return {
            "fin": ("ist", "sind", "war", "waren"),
            "kon1": ("sei", "seien"),
            "kon2": ("wäre", "wären"),
            "participle": ("gewesen",),
        }
    return {
        "fin": (*_spellings(row["present"]), *_spellings(past), *_spellings(plural)),
        "kon1": kon1,
        "kon2": (*_spellings(kon2), *(s + "n" for s in _spellings(kon2))) if kon2 != "-" else (),
        "participle": _spellings(row["participle"]) if row["participle"] != "-" else (),
    }


def _verb_flags(flags: dict[str, int]) -> None:
    indicative: set[str] = set()
    subjunctive: set[str] = set()
    for infinitive in _stems():
        forms = _forms(infinitive)
        indicative.update(forms["fin"])
        subjunctive.update(forms["kon1"], forms["kon2"])
        flags[infinitive] = flags.get(infinitive, 0) | PLURAL
        for form in forms["participle"]:
            flags[form] = flags.get(form, 0) | PARTICIPLE
    for form in indicative:
        flags[form] = flags.get(form, 0) | FIN
    for form in subjunctive - indicative:
        flags[form] = flags.get(form, 0) | FIN | KON


def _cue_verbs() -> tuple[CueVerb, ...]:
    cues = []
    seen: set[str] = set()
    for row in read_tsv("quotation/cue_verbs.tsv"):
        name = row["verb"]
        if name in seen:
            raise ResourceError(f"quotation/cue_verbs.tsv lists {name!r} twice")
        seen.add(name)
        *needs, last = name.split(" ")
        if last == "es":
            needs, last = ["es"], needs[-1]
        prefix, _, stem = last.rpartition("|")
        cues.append(
            CueVerb(
                stem,
                prefix,
                tuple(w.lower() for w in needs),
                row["medium"],  # type: ignore[arg-type]
                frozenset(row["takes"]),
                row["addressee"],
                frozenset(() if row["link"] == "-" else row["link"].split()),
                int(row["strength"]),
            )
        )
    return tuple(cues)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon; it is read once.

    Raises:
        ResourceError: A resource is missing or inconsistent.
    """
    flags: dict[str, int] = {}
    for row in read_tsv("quotation/words.tsv"):
        for form in row["forms"].split():
            flags[form] = flags.get(form, 0) | _CLASSES[row["class"]]
    closed = dict(flags)
    _verb_flags(flags)
    # "seit", "gerade", "laut" are no verbs here
    flags.update({f: v for f, v in closed.items() if v & (ADV | PREP | DET | SUB | COORD) and not v & FIN})
    table: dict[str, list[CueForm]] = {}
    prefixes: set[str] = set()
    for cue in _cue_verbs():
        forms = _forms(cue.verb)
        finite = {*forms["fin"], *forms["kon1"], *forms["kon2"], cue.verb}
        for form in sorted(finite):
            table.setdefault(form, []).append(CueForm(cue, "finite"))
            if cue.prefix:
                table.setdefault(cue.prefix + form, []).append(CueForm(cue, "final"))
        for form in forms["participle"]:
            table.setdefault(cue.prefix + form, []).append(CueForm(cue, "participle"))
        table.setdefault(cue.prefix + cue.verb, []).append(CueForm(cue, "infinitive"))
        if cue.prefix:
            prefixes.add(cue.prefix)
            table.setdefault(f"{cue.prefix}zu{cue.verb}", []).append(CueForm(cue, "zu"))
            flags[f"{cue.prefix}zu{cue.verb}"] = flags.get(f"{cue.prefix}zu{cue.verb}", 0) | ZU
            for form in finite - {cue.verb}:
                flags[cue.prefix + form] = flags.get(cue.prefix + form, 0) | FIN
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
    )


@lru_cache(maxsize=1 << 16)
def flags_of(word: str) -> int:
    """Return the flags of a word in running text; the first word of a sentence is looked up by `first_flags_of`."""
    lex = lexicon()
    first = word[:1]
    if first.isupper():
        closed = lex.flags.get(word.lower(), 0)
        if closed & (DET | PRON_NOM | PRON_OBL | PHRASE | PREP | SUB | COORD) and len(word) < 8 and not word.isupper():
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
    if not value and word.endswith(("t", "n")):
        ge = word.find("ge", 1)
        if 1 < ge < 9 and lex.flags.get(word[ge:], 0) & PARTICIPLE:
            return PARTICIPLE
    return value


@lru_cache(maxsize=1 << 14)
def first_flags_of(word: str) -> int:
    """Return the flags of a sentence's first word: a capital tells nothing there, but verbs are rare."""
    if not word[:1].isupper():
        return flags_of(word)
    closed = lexicon().flags.get(word.lower(), 0)
    if closed & ~(FINITE | KON | CUE | PARTICIPLE | TEMPORAL | OCCASION | AUX | MODAL):
        return closed
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
