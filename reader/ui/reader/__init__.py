"""The reading view: text, outline, footnotes, find in page, marks and the margin lane."""
