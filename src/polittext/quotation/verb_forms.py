"""The forms of verbs, built from `resources/quotation/verb_forms.tsv`."""

from functools import cache

from polittext.quotation.word_classes import FIN, KON, PARTICIPLE, PLURAL
from polittext.resources import read_tsv


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


def add_verb_flags(flags: dict[str, int]) -> None:
    """Add to `flags`, in place, what the forms of all known verbs may be."""
    indicative: set[str] = set()
    subjunctive: set[str] = set()
    for infinitive in _stems():
        forms = forms_of(infinitive)
        indicative.update(forms["fin"])
        subjunctive.update(forms["kon1"], forms["kon2"])
        flags[infinitive] = flags.get(infinitive, 0) | PLURAL
        for form in forms["participle"]:
            flags[form] = flags.get(form, 0) | PARTICIPLE
    for form in indicative:
        flags[form] = flags.get(form, 0) | FIN
    for form in subjunctive - indicative:
        flags[form] = flags.get(form, 0) | FIN | KON
