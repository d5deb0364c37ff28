"""Why and why not, what if, which levers, what to ask next, what changed: search over one case’s advice.

Searches run as batches of variants of the case through the column evaluator. What is shown to people is
confirmed by the experta rules.
"""
