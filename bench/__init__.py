"""Measurements: ratios in one run, each beside a yardstick of the same run."""
