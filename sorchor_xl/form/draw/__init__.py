"""Draw the sheets of the master workbook with XlsxWriter."""
