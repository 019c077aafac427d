"""Tests that need extras lie in `tests/extras` and run where they are named: `pytest tests/extras`."""

from pathlib import Path

import pytest


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    named = any("extras" in Path(argument).parts for argument in config.args)
    return True if collection_path.name == "extras" and not named else None


def pytest_report_header(config: pytest.Config) -> str:
    return "tests of the extras (stanza, spaCy, Spark) run with: python -m pytest tests/extras"
