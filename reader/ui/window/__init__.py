"""The main window: its parts, what connects them, where the person is, and the pages that stand beside it."""
