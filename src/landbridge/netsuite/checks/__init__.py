"""The lines of Test Connection, a module for each subject; ``landbridge.netsuite.check`` puts them together."""
