"""Schema drift: NetSuite fields that appear, vanish or hold something else than before, and what that means for the workflows."""
