"""JavaScript in killable child processes: quickjs-ng behind a socket pair."""
