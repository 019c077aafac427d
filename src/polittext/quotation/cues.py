"""Cues: the verbs and nouns of speech, writing and thought, read from `resources/quotation`."""

from dataclasses import dataclass

from polittext.document import Medium
from polittext.errors import ResourceError
from polittext.resources import read_tsv


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


def cue_verbs() -> tuple[CueVerb, ...]:
    """Return the verbs of `cue_verbs.tsv`, in the order of the file.

    Raises:
        ResourceError: A verb is listed twice.
    """
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
