"""The second evaluator: many cases in one pass, over columns of small whole numbers.

It is compiled from the same program as the experta rules and explains nothing: what people read comes from
experta. Proofs, searches and batches stand on this one, and the tests hold the two equal.
"""
