"""From a parsed query to SQL for SQLite: written anew from the tree, so that only what is known here can come out."""
