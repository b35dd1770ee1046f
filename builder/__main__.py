"""`python -m builder` is the command `reader`."""

from builder.cli import main

main(prog_name="reader")
