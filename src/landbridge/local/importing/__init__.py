"""Import CSV Records (help: CSV Imports Overview): a file of rows, each saved as a record in the context CSVIMPORT."""
