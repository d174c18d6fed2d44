"""``python -m assuage`` is the command line."""

from assuage.cli.main import main

main()
