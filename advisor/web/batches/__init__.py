"""Many collaborations from one workbook, and what they have in common."""
