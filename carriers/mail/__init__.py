"""Reading mail, whoever brings it: no vendor is known here."""
