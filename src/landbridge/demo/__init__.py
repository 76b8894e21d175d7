"""`landbridge demo`: the whole product on one machine, played by the code that people use."""
