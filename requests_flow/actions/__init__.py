"""The only code that changes anything: one verb, one transaction, keyword-only."""
