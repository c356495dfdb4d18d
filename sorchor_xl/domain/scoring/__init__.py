"""What a form scores: rubric, bands, scores, and what would lift a ตำบล."""
