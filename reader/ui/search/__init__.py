"""The search view: the field, passages, facets, and what is said where nothing is found."""
