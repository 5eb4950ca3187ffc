"""The window: PySide6, which nothing else imports. Widgets say what the person wants; the main window acts."""
