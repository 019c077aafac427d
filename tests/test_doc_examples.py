"""Every example in docstrings, README and docs runs and prints what it says."""

import doctest
import importlib
import pkgutil

import pytest

import polittext
from tests.shared import ROOT

FLAGS = doctest.NORMALIZE_WHITESPACE
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(polittext.__path__, "polittext.")
    if not module.name.startswith("polittext.integrations") and not module.name.endswith("__main__")
)
OPTIONAL = {"polittext.syntax.stanza"}


@pytest.mark.parametrize("name", sorted(set(MODULES) - OPTIONAL))
def test_docstrings(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert result.failed == 0


def test_the_public_docstrings_have_examples() -> None:
    finder = doctest.DocTestFinder(recurse=False)
    functions = ["analyze", "tokenize", "split_sentences", "extract_quotes", "find_dates", "normalize_date", "Pipeline"]
    without = [n for n in functions if not any(t.examples for t in finder.find(getattr(polittext, n), n))]
    assert not without


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages(page) -> None:
    result = doctest.testfile(str(page), module_relative=False, optionflags=FLAGS, encoding="utf-8")
    assert result.failed == 0
