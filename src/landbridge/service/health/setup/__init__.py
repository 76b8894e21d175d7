"""The setup assistant: the steps from an empty account to the first record imported in real time, judged and, where an API allows, done."""
