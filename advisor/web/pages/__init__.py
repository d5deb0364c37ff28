"""What every page shares, and the pages that belong to nobody: start, statements, errors."""
