"""Messages to people and systems about runs: channels, what is told, delivery and its health."""
