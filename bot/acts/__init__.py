"""What the engine can do, by kind of act; each takes the scene and one step."""
