"""The forms of verbs, built from `resources/quotation/verb_forms.tsv`."""

from functools import cache

from polittext.quotation.word_classes import FIN, KON, PARTICIPLE, PLURAL
from polittext.quotation.word_groups import word_group
from polittext.resources import read_tsv

_NO_GE = ("be", "ent", "er", "ge", "unter", "ver", "zer", "über")  # no participle with "ge" begins so: "vereinbart"
_BORROWED = (("iert", FIN | PARTICIPLE), ("ierte", FIN), ("ierten", FIN), ("iere", FIN | KON), ("ieren", PLURAL))
_SHORTEST_BORROWED = 8  # letters: "emigriert"; no "Tiere", "vierte"
_LONGEST_PREFIX = 12  # letters: "auseinander", "gegenüber"


def _spellings(form: str) -> tuple[str, ...]:
    """Return the form in both orthographies ("wußte", "wusste")."""
    return (form, form.replace("ß", "ss")) if "ß" in form else (form,)


@cache
def _stems() -> dict[str, dict[str, str]]:
    return {row["infinitive"]: row for row in read_tsv("quotation/verb_forms.tsv")}


def forms_of(infinitive: str) -> dict[str, tuple[str, ...]]:
    """Return the forms of a verb without separable prefix: finite ones, Konjunktiv, participle."""
    row = _stems().get(infinitive)
    if row is None:  # a young verb ("bloggen"): all of them are weak
        stem = infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]
        e = "e" if stem.endswith(("t", "d")) else ""
        return {
            "fin": (f"{stem}{e}t", f"{stem}{e}te", f"{stem}{e}ten"),
            "kon1": (infinitive[:-1],),
            "kon2": (),
            "participle": (f"{'' if infinitive.startswith(_NO_GE) or stem.endswith('ier') else 'ge'}{stem}{e}t",),
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
            "fin": ("ist", "sind", "war", "waren", "bin"),
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


@cache
def _all_forms() -> dict[str, dict[str, tuple[str, ...]]]:
    return {infinitive: forms_of(infinitive) for infinitive in _stems()}


def add_verb_flags(flags: dict[str, int]) -> None:
    """Add to `flags`, in place, what the forms of all known verbs may be."""
    indicative: set[str] = set()
    subjunctive: set[str] = set()
    for infinitive, forms in _all_forms().items():
        indicative.update(forms["fin"])
        subjunctive.update(forms["kon1"], forms["kon2"])
        flags[infinitive] = flags.get(infinitive, 0) | PLURAL
        for form in forms["participle"]:
            flags[form] = flags.get(form, 0) | PARTICIPLE
    for form in indicative:
        flags[form] = flags.get(form, 0) | FIN
    for form in subjunctive - indicative - _all_forms().keys():  # "führen" is more often no form of "fahren"
        flags[form] = flags.get(form, 0) | FIN | KON


@cache
def _joined() -> dict[str, tuple[int, frozenset[str]]]:
    """Return the forms that a separable prefix may be joined to, with what they are and which prefixes that are."""
    joined: dict[str, tuple[int, frozenset[str]]] = {}
    for infinitive, forms in _all_forms().items():
        prefixes = frozenset(_stems()[infinitive]["prefixes"].split())
        # "anerkannte" is an adjective more often than the past of "anerkennen"
        adjectives = {ending for form in forms["participle"] for ending in (form + "e", form + "en")}
        known = {form: FIN for form in forms["fin"] if form not in adjectives}
        known.update({form: FIN | KON for form in (*forms["kon1"], *forms["kon2"]) if form not in forms["fin"]})
        known.setdefault(infinitive, 0)
        known[infinitive] |= PLURAL
        for form, flags in known.items():
            earlier = joined.get(form, (0, frozenset()))
            joined[form] = (earlier[0] | flags, earlier[1] | prefixes)
    for infinitive in _all_forms():
        flags, prefixes = joined[infinitive]
        joined[infinitive] = (flags & ~KON, prefixes)
    return joined


def joined_flags(word: str) -> int:
    """Return the flags of a verb form with its separable prefix joined to it ("ankommt", "zurückzieht"), else 0."""
    joined = _joined()
    for at in range(2, min(_LONGEST_PREFIX, len(word) - 2) + 1):
        found = joined.get(word[at:])
        if found is not None and (word[:at] in found[1] or word[:at] in word_group("free_prefix")):
            return found[0]
    return 0


def borrowed_flags(word: str) -> int:
    """Return the flags of a form of an unlisted verb in "-ieren" ("boykottierte", "subventioniert"), else 0."""
    if len(word) < _SHORTEST_BORROWED:
        return 0
    for ending, flags in _BORROWED:
        if word.endswith(ending):
            return flags
    return 0
