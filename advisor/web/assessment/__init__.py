"""Answering in the browser: sections, one question a page, check answers."""
