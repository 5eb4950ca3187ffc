"""Content packs: check, build, sign, verify, install, roll back, compare (FORMATS P)."""
