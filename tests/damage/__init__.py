"""A generator of damaged returns: a truly filled workbook, and what the wild does to it."""
