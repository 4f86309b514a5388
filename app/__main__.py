"""`python -m app`: the command line."""

import sys

from app.cli.speaking import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
