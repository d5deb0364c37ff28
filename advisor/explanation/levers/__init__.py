"""Which changes take most pressure off a mechanism."""
