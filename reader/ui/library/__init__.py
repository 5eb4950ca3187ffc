"""The library view: rows of papers, the stages of a case, Continue reading."""
