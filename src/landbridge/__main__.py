"""`python -m landbridge` is `landbridge`."""

from landbridge.cli import main

if __name__ == "__main__":
    main()
