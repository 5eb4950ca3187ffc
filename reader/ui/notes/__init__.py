"""The notebook's pages: notes, bookmarks, collections, unlocking, export and import, the review list."""
