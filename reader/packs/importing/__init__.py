"""Word, PDF, HTML and Markdown to documents of a library, with a list of what a person must look at."""
