"""Questionnaires as spreadsheets: XLSForm for ODK and Kobo, and what comes back from them."""
