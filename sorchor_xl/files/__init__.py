"""Bytes and places: what a file is, what lies inside it, where it may be written."""
