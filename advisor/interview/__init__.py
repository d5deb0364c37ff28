"""Asking the questions: which comes next, what has been answered, and when it is time to stop."""
