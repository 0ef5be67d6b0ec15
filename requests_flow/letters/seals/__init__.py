"""Electronic seals: a printed letter in, the same bytes with a seal after them out.

The port is in `port`; behind it wet seals (`paper`), the organ's own certificate (`pades`) and a
seal service (`remote`). `choice` reads the settings. The only room that speaks to pyHanko.
"""
