"""Run the command line: ``python -m sorchor_xl``."""


def main() -> None:
    """Start the command line; exit codes are those of `sorchor_xl.commands.command_line`."""
    from sorchor_xl.commands.command_line import run

    run()


if __name__ == "__main__":
    main()
