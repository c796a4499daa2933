"""Records become quads: claims are brought together into situations, and written."""
