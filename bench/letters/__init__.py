"""How long a letter takes, beside other engines: `python -m bench.letters --help`."""
