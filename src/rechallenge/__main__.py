"""`python -m rechallenge` is `rechallenge`."""

from rechallenge.cli.main import main

main()
