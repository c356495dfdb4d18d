"""The province's own book: written once, from then on only read."""
