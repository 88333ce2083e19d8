"""Pictures as people would take them with a phone, drawn by code: what is broken, and how it looks once mended."""
