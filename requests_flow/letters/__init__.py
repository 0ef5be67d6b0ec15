"""HTML in, PDF out: the printed letters, and the only room that speaks to WeasyPrint."""
