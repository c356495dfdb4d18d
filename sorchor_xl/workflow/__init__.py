"""The use cases of a round, without click and without a terminal."""
