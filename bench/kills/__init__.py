"""Letters are issued while the processes that issue them are killed, and the database with them.

`python -m bench.kills --kills 1000 --db-crash 3`; see docs/reliability.md.
"""
