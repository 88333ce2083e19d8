"""What billing is asked; nothing here changes a row."""
