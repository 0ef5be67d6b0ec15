"""Whether a page costs the same with a thousand cases and with a million: `python -m bench.size`."""
