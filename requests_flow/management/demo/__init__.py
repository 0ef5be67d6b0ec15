"""The demo office: units, people and cases that nobody mistakes for real ones."""
