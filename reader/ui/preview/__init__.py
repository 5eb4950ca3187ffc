"""The publisher's live preview of a folder."""
