"""The audit trail: who did what and when, never changed afterwards, and never holding an answer."""
