"""Commands of the command line: a module for those that belong together, and what they share."""
