"""The records of a round: which return counts, who is late, who may stand for the award."""
