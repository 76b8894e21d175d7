"""The publisher's record with the runs that wait for it: page and API."""
