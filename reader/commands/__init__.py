"""One module a family of commands; the command line (reader/cli.py) parses, these do and print."""
