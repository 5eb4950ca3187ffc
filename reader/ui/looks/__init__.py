"""How everything looks: tokens, themes, style sheet, fonts, icons, and small widgets without words of their own."""
