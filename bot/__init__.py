"""The voice: reads a person's words, holds the conversation, decides what to do. Only the engine acts."""
