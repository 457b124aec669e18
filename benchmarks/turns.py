"""How many turns a second plbot takes, beside bare SQLite on the same disk: `make bench`, or see --help."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.suite import main  # found from the root of the checkout

if __name__ == "__main__":
    sys.exit(main())
