"""Run the command line: ``python -m sorchor_xl``."""


def main() -> None:
    """Start the command line; exit codes are those of `sorchor_xl.commands.command_line`."""
    from sorchor_xl.commands.stopping import orderly_stop, stop_no_more

    try:
        with orderly_stop():  # before all that takes time to import
            from sorchor_xl.commands.command_line import run

            run()
    finally:
        stop_no_more()


if __name__ == "__main__":
    main()
