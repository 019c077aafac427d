"""Sphinx configuration."""

import shutil
from pathlib import Path

from polittext import __version__

# The notebooks live in examples, where they can be run, with their outputs stored; Sphinx reads only what lies here.
_here = Path(__file__).parent
for _notebook in (_here.parent / "examples").glob("*.ipynb"):
    (_here / "notebooks").mkdir(exist_ok=True)
    shutil.copy(_notebook, _here / "notebooks")

project = "polittext"
author = "The polittext maintainers"
project_copyright = "2026, the polittext maintainers"
release = version = __version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
source_suffix = {".md": "myst-nb", ".rst": "restructuredtext"}
exclude_patterns = ["_build", "jupyter_execute"]
html_theme = "furo"
html_title = f"polittext {__version__}"
nb_execution_mode = "force"
nb_execution_excludepatterns = ["notebooks/*"]  # examples/execute.py --check runs these
nb_execution_raise_on_error = True
nb_execution_timeout = 120
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_member_order = "bysource"
autodoc_class_signature = "separated"
suppress_warnings = ["myst.xref_missing"]
