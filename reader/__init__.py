"""Briefing Reader: police safeguarding briefings, read, searched and bookmarked offline."""

__version__ = "0.1.0"
