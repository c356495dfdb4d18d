"""The one door for every workbook from outside: guarded, parsed in a worker, given as a grid."""
