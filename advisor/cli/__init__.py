"""The command line: asks, assesses, prints and checks. Loads what a command needs when it runs."""
