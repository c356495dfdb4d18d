"""Pure ground of the round: records, rubric, scoring, checks. No file, no workbook, no clock."""
