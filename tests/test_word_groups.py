"""Word groups: the code asks for groups that exist, and for all of them."""

import re
from pathlib import Path

import pytest

import polittext.quotation
from polittext.errors import ResourceError
from polittext.quotation.word_groups import word_group
from polittext.resources import read_tsv

CODE = Path(polittext.quotation.__file__).parent
NAMES = [row["group"] for row in read_tsv("quotation/groups.tsv")]


def test_the_code_asks_for_each_group_and_for_no_other() -> None:
    sources = [path.read_text(encoding="utf-8") for path in CODE.glob("*.py")]
    calls = re.compile(r'word_group\(\s*"(\w+)"|ends_with_word_of\([^"]*"(\w+)"')
    asked = {a or b for source in sources for a, b in calls.findall(source)}
    assert asked == set(NAMES)


@pytest.mark.parametrize("row", read_tsv("quotation/groups.tsv"), ids=lambda row: row["group"])
def test_a_group_names_each_word_once(row: dict[str, str]) -> None:
    forms = row["forms"].split()
    assert sorted(word_group(row["group"])) == sorted(forms)


def test_an_unknown_group_is_an_error_of_our_family() -> None:
    with pytest.raises(ResourceError, match="has no group 'nobody knows'"):
        word_group("nobody knows")
