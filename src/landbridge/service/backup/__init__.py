"""The database in a file: dump, restore, and what a dump says about itself."""
