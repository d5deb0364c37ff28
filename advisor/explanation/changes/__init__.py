"""What differs between two assessments, and which answers and rules make it so."""
