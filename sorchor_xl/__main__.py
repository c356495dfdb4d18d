"""Run the command line: ``python -m sorchor_xl``."""


def main() -> None:
    """Start the command line; exit codes are those of `sorchor_xl.cli`."""
    from sorchor_xl.cli import run  # noqa: PLC0415  (importing late keeps --version quick)

    run()


if __name__ == "__main__":
    main()
