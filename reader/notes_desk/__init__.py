"""The notebook's desk: one officer's notes, the shelf they are about and the organisation's rules, without Qt."""
