"""How the installation is doing: what waits, what is stuck, which processes live, what was sent."""
