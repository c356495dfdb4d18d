"""The district workbook: where things stand, the master template, issuing and annotating."""
