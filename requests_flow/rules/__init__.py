"""The law, in pure Python: no Django, no database, no network, no clock on the wall.

What the law prints is Chinese and stands here; what the screen says stands in `labels`.
"""
