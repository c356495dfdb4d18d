"""What a returned workbook says: from cells to a submission and findings."""
