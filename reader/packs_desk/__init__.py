"""Packs, shelf and notebook together: installing with notes carried, and what must be forgotten."""
