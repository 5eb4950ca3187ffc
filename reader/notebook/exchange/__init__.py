"""Notes out and in: W3C Web Annotation JSON, Markdown, HTML, CSV, Word; imports with a plan (FORMATS N4 to N6)."""
