"""Collaborations and their assessments: what is kept of each, and with whom it is shared."""
