"""The sheets of the provincial summary, one module a sheet or a family of sheets."""
