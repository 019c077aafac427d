"""`python -m polittext`."""

import sys

from polittext.cli import main

sys.exit(main())
