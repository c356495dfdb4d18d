"""The command line: parse, call a use case, say, return the exit code."""
