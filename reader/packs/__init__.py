"""Content packs. So far: checking a library before it is published."""
