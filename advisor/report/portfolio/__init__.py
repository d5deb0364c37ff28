"""The portfolio report: what many collaborations have in common, in words and pictures."""
