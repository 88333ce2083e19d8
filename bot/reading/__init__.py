"""Understands words. Pure: text and context in, a reading out; nothing here decides or acts."""
