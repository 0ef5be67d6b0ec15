"""How fast the chain of entries is read through."""
