"""The package as its users import it."""

import subprocess
import sys

import pytest

import polittext


def run(code: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_public_names_are_few_and_all_load() -> None:
    names = [n for n in polittext.__all__ if not n.startswith("_")]
    assert len(names) == 10
    assert all(getattr(polittext, name) is not None for name in names)
    assert set(names) <= set(dir(polittext))


def test_unknown_names_raise_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'analyse'"):
        polittext.analyse  # noqa: B018


def test_import_is_quiet_and_light() -> None:
    heavy = "{'numpy', 'regex', 'dateparser', 'onnxruntime', 'stanza', 'pandas', 'spacy'}"
    result = run(f"import sys, polittext; print(sorted({heavy} & set(sys.modules)))")
    assert result.stdout == "[]\n"
    assert result.stderr == ""


def test_version_is_the_installed_one() -> None:
    from importlib.metadata import version

    assert polittext.__version__ == version("polittext")
