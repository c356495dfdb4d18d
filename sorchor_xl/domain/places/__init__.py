"""จังหวัด, อำเภอ and ตำบล by their DOPA codes."""
