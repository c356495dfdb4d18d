"""What each command does: open the round, call the rooms, write, say, return the exit code."""
