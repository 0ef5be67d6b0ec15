"""What the legal check looks at. Pure Python: no Django, no database, no clock of the system."""
