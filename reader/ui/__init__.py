"""The window: PySide6 and nothing else of the program imports it. Widgets say what the person wants; the main window acts."""
