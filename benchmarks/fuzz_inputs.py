"""Texts to throw at the library: short ones, put together from what its grammars react to, and damaged real ones.

Everything is drawn from a `random.Random` that the caller seeds, so that an input can be made again.
"""

import json
import lzma
import os
import random
from collections.abc import Callable
from functools import cache
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
CORPORA = Path(os.environ.get("POLITTEXT_SHARED") or ROOT.parent / "shared") / "data"


def _split(pieces: str) -> list[str]:
    """Return what stands between the bars, line breaks of the source apart."""
    return [piece for line in pieces.splitlines() for piece in line.split("¦") if piece]


MARKS = _split("„¦“¦”¦»¦«¦›¦‹¦‚¦‘¦’¦\"¦'¦`¦´¦''¦``¦,,¦<<¦>>¦“„¦»›¦‹«¦„‚¦‘“¦”,¦“,¦?“¦.“ ¦: „")
STOPS = _split(".¦,¦;¦:¦!¦?¦…¦-¦–¦—¦/¦(¦)¦[¦]¦{¦}¦...¦?!¦. . .¦..¦!!!¦ – ¦, ¦. ¦: ¦(…)¦[...]")
BLANKS = [" ", " ", " ", " ", "", "", "\n", "\n\n", "\r\n", "\r\n\r\n", "\t", "\u00a0", "\u202f", "\u2028", "\u2029"]
ODD = [
    *("\x00", "\x1c", "\x85", "\x7f", "\ud800", "\udfff", "\udc80", "\ufffe", "\U0010ffff", "\ue000", "\u0378"),
    *("\ufdd0", "\u0301", "\u0308", "a\u0308", "\u20e3", "1\ufe0f\u20e3", "\u0e33", "\u1100\u1161", "\u02bc", "\u0345"),
    *("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u200f", "\u202e", "\u2066", "\u061c"),
    *("👨\u200d👩\u200d👧", "👍🏽", "🇩🇪", "☺\ufe0f", "<!--", "\\"),
    *_split("ﬁ¦ẞ¦ß¦İ¦ı¦ŉ¦ǆ¦😀¦🇩¦🏽¦:-)¦<3¦^^¦אבג¦العربية¦中文。¦日本¦ไทย¦①¦٣¦۲۰۲۱¦Ⅷ¦²¦½¦𝟮𝟬𝟮𝟭¦１２¦൧¦𐄁¦%¦‰¦€¦§§¦°¦×¦µ"),
    *_split("&¦&amp;¦<b>¦</p>¦{{¦]]¦|¦~¦^¦#¦@¦_¦*¦**¦__x__¦http://¦www.¦a@b.c"),
]
NUMBERS = _split("""
0¦1¦3.¦12¦31.¦99¦007¦2021¦1999¦9999¦0000¦1.000¦1,5¦-1¦1/2¦1.1.¦0.0.0¦30. Februar¦31.04.2021¦29.02.2023
24.12.2021¦2021-03-04¦2021-13-45¦3.10.¦32.13.99999¦1.1.1¦14:30¦14.30 Uhr¦24:00¦25.61 Uhr¦0 Uhr¦99 Uhr¦halb 25
Viertel drei Uhr¦20er¦90er Jahre¦2022/23¦1999/2000¦99/00¦'89¦19. Jahrhundert¦999. Jahrhundert¦20. Wahlperiode¦Q3 2021
KW 53¦§ 5 Abs. 2 Nr. 1 GG¦1933–1945¦3. bis 5. Mai¦1./2. Mai¦1., 2. und 3. Mai¦123456789012345678901234567890""")
WORDS = _split("""
der¦die¦das¦er¦sie¦ich¦man¦wir¦Herr¦Frau¦Minister¦Polizei¦Kanzlerin¦Kommission¦sagte¦sagt¦erklärte¦teilte
mit¦meint¦laut¦zufolge¦demnach¦wonach¦dass¦ob¦sei¦habe¦werde¦würde¦nicht¦kein¦und¦oder¦von¦zum¦am¦im¦um¦gegen¦rund¦etwa¦so
wie¦es¦a.b.c¦I.I.I¦z.B.¦u.s.w.¦Dr.¦Dr.-Ing.¦St.¦Nr.¦bzw.¦GmbH & Co. KG¦Mitarbeiter*innen¦Bürger:innen¦#hash¦@wer¦CDU/CSU
SPD-Chef¦E-Mail-Adresse¦Vor- und -nach¦--¦sog.¦ggf.¦Hrsg.¦S. 3 f.¦ff.¦A. B. Muster¦von der Weide (XYZ)¦Müller-Lüden¦rief
fragte¦betonte¦warf¦ein¦kritisierte¦forderte¦versprach¦schrieb¦glaubt¦findet¦Aussage¦Forderung¦Ansicht¦nach¦Angaben""")
FRAMES = _split("""
sagte er, dass ¦Laut {} ¦nach Angaben {} ¦so {}¦, so {}, ¦{} zufolge ¦wie {} sagte, ¦teilte {} mit¦{} sagte:
“, sagte {}, „¦er habe ¦sie sei ¦ob er ¦dass sie ¦wonach ¦, erklärte {} dem {}¦„{}“ {}¦(„{}“)¦‚{}‘¦»{}«¦{}: „{}“
{}, der {}, sagte¦auf die Frage, ob {}, ¦sich {} zu {} zu äußern¦„{}¦{}“""")

Maker = Callable[[random.Random], str]


@cache
def time_words() -> list[str]:
    """Return every word of the temporal lexicon."""
    from polittext.temporal.rules import load

    return sorted(load().lexicon.words())


@cache
def abbreviations() -> list[str]:
    """Return every abbreviation and sentence starter."""
    from polittext.resources import read_tsv

    return sorted(
        {row["form"] for name in ("abbreviations.tsv", "sentence_starters.tsv") for row in read_tsv(name)} | set(WORDS)
    )


@cache
def speech_words() -> list[str]:
    """Return cue verbs and nouns, roles and what else the quotation rules read as data."""
    folder = ROOT / "src" / "polittext" / "resources" / "quotation"
    found = set(WORDS)
    for name in (
        "cue_verbs.tsv",
        "cue_nouns.tsv",
        "roles.tsv",
        "phrases.tsv",
        "words.tsv",
        "offices.tsv",
        "verb_forms.tsv",
    ):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                found.update(cell.replace("|", "") for cell in line.split("\t") if 1 < len(cell) < 30)
    return sorted(found)


@cache
def real_texts() -> list[str]:
    """Return real texts: the articles in examples/ and, where they are on this machine, parts of the corpora."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").rglob("*.txt"))]
    for name in ("quotes/wikinews_dev.jsonl", "tokens/empirist_cmc_dev.jsonl", "dates/krauts_dev.jsonl"):
        path = CORPORA / name
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                texts += [json.loads(line)["text"] for line in islice(lines, 200)]
    speeches = CORPORA / "corpus" / "bundestag.jsonl.xz"
    if speeches.exists():
        with lzma.open(speeches, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in islice(lines, 300)]
    return [text for text in texts if len(text) > 80] or ["Der Minister sagte am Montag, er sehe keine Eile. " * 4]


def soup(rng: random.Random) -> str:
    """Return code points: some from the Latin blocks, some from anywhere."""
    size, draw = rng.randint(0, 40), rng.random
    return "".join([chr(int(draw() * (0x300 if draw() < 0.7 else 0x110000))) for _ in range(size)])


def mixture(words: Callable[[], list[str]], *others: tuple[float, list[str]]) -> Maker:
    """Return a maker of texts of some 4 to 60 characters, mostly `words`, the others with their probabilities."""

    def make(rng: random.Random) -> str:
        size, length = rng.randint(4, 50), 0
        parts: list[str] = []
        choice, draw = rng.choice, rng.random
        plain = words()
        while length < size:
            p = draw()
            for share, pieces in others:
                if p < share:
                    part = choice(pieces)
                    break
                p -= share
            else:
                part = choice(plain)
            parts.append(part)
            blank = choice(BLANKS) if draw() < 0.25 else " "
            parts.append(blank)
            length += len(part) + len(blank)
        return "".join(parts)

    return make


def damaged(rng: random.Random) -> str:
    """Return a piece of a real text, cut anywhere and changed in up to five places."""
    source = rng.choice(real_texts())
    at = rng.randrange(len(source))
    text = source[at : at + rng.randint(4, 60)]
    for _ in range(rng.randint(0, 5)):
        at, action = rng.randint(0, len(text)), rng.random()
        if action < 0.35:
            text = text[:at] + rng.choice(rng.choice((ODD, MARKS, STOPS, NUMBERS, BLANKS))) + text[at:]
        elif action < 0.65:
            text = text[:at] + text[at + rng.randint(1, 6) :]
        elif action < 0.8:
            text = text[: at + rng.randint(1, 12)] + text[at:]
        elif action < 0.9:
            text = text[:at] + text[at:].swapcase()
        else:
            other = rng.choice(real_texts())
            begin = rng.randrange(len(other))
            text = text[:at] + other[begin : begin + 20] + text[at:]
    return text


def framed(rng: random.Random) -> str:
    """Return frames of quotations, filled with words, dates and frames."""
    text = "{}"
    for _ in range(rng.randint(1, 3)):
        text = text.replace("{}", rng.choice(FRAMES), 1) + rng.choice(STOPS) + rng.choice(FRAMES)
    words, pieces = speech_words(), text.split("{}")
    fill = [
        " ".join(rng.choices(words, k=rng.randint(1, 3))) if rng.random() < 0.8 else rng.choice(NUMBERS) for _ in pieces
    ]
    made = "".join([part for pair in zip(pieces, fill, strict=True) for part in pair])[:80]
    if rng.random() < 0.3:
        at = rng.randint(0, len(made))
        made = made[:at] + rng.choice(rng.choice((ODD, MARKS, BLANKS))) + made[at + rng.randint(0, 2) :]
    return made


odd = mixture(abbreviations, (0.35, ODD), (0.15, MARKS), (0.15, STOPS), (0.1, NUMBERS))
marked = mixture(abbreviations, (0.1, ODD), (0.2, MARKS), (0.2, STOPS), (0.15, NUMBERS))
dated = mixture(time_words, (0.25, NUMBERS), (0.1, STOPS), (0.03, ODD))
MAKERS: dict[str, Maker] = {
    "soup": soup, "odd": odd, "marked": marked, "dated": dated, "damaged": damaged, "framed": framed,
}  # fmt: skip
