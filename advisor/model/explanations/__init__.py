"""What the commands that explain return, as data that other programs rely on."""
