"""The notebook: bookmarks, highlights and notes, their anchors, the encrypted store, backups, export and import."""
