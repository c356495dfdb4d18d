"""What is wrong or worth knowing, and how it is said."""
