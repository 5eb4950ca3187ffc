"""What a briefing is: documents, registers, the shelf of installed libraries, and their safe rendering."""
