"""What an answers file may hold at most. Schemas, reader and interview all use these numbers."""

MOST_COUNTED = 10_000
"""The largest whole number accepted; beyond it a slip of the keyboard is likelier than the truth."""

LONGEST = {"name": 200, "organisation": 200, "respondent": 200, "date": 40, "notes": 5_000}
"""Longest free texts, in characters: what fits a report."""

TOP_KEYS = (*LONGEST, "questionnaire", "knowledge_base", "packs", "answers")
"""The keys at the left edge of an answers file."""
