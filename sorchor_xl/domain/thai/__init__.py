"""Thai text, dates and numbers as people type and read them."""
