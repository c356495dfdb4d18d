"""The workshop for the XML of a workbook: references, formulas, parts, strings, styles, results."""
