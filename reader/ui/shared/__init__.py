"""What several rooms of the window share: words, keys, names of pages, kinds of marks, dialogs and their work."""
