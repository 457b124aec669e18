"""`python -m plbot`."""

from plbot.cli import main

main()
