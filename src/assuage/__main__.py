"""``assuage`` and ``python -m assuage``: the command line."""

import sys


def run() -> None:
    """Run it. Ctrl-C while modules are still loading ends in one sentence too."""
    try:
        from assuage.cli.main import main

        main()
    except KeyboardInterrupt:
        sys.stderr.write("assuage: interrupted; what was kept stays. Run it again to go on.\n")
        sys.exit(130)


if __name__ == "__main__":
    run()
