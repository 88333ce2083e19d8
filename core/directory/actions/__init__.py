"""Verbs of the directory, by idea: people and places."""
