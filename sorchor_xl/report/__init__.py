"""Results rendered: summary workbook, JSON, tables."""
