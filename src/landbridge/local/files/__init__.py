"""The File Cabinet."""
