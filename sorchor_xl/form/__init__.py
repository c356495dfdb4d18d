"""The district workbook: where things stand, the template, issuing and annotating."""
