"""Starts the app: what it needs, its server, its workers; backup and restore."""
