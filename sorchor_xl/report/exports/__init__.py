"""The results in other clothes: JSON, CSV, PDF, a form of the Department's own."""
