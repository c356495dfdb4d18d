"""The files that decide and say everything (TOML, CSV), and their loaders."""
