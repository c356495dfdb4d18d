"""From a folder of whatever came back to submissions and findings."""
