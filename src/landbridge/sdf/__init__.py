"""The SuiteApp as an SDF project: checking one, and building the two forms that are deployed."""
