"""The report: a result turned into pages for people, as HTML, PDF and plain text.

One presenter (:mod:`advisor.report.view`) decides what is said; templates decide how it looks.
"""
