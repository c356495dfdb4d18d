"""Run the command line: ``python -m sorchor_xl``."""


def main() -> None:
    """Start the command line; exit codes are those of `sorchor_xl.commands.command_line`."""
    from sorchor_xl.commands.stopping import orderly_stop

    with orderly_stop():  # before all that takes time to import
        from sorchor_xl.commands.command_line import run

        run()


if __name__ == "__main__":
    main()
