"""Several accounts side by side: what each learns of the others, and one command that serves them."""
