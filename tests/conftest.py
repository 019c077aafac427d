"""Tests that need extras lie in `tests/extras` and run where they are named: `pytest tests/extras`."""

from pathlib import Path

import pytest
from hypothesis import settings

# Time is tested where it is the point, with processor time; a busy machine is no failure.
settings.register_profile("polittext", deadline=None)
settings.load_profile("polittext")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    named = any("extras" in Path(argument).parts for argument in config.args)
    return True if collection_path.name == "extras" and not named else None


def pytest_report_header(config: pytest.Config) -> str:
    return "tests of the extras (stanza, spaCy, Spark) run with: python -m pytest tests/extras"
