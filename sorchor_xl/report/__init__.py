"""One `Results` rendered: summary workbook, tables, JSON."""
