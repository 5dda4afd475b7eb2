"""`python -m tool`."""

import sys

from .core import run

sys.exit(run(sys.argv[1:]))
