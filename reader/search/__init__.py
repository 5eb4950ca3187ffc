"""Everything about finding passages, on a Whoosh index. No other room imports whoosh."""
