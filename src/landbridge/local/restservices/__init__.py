"""What every REST service shares, whatever it serves: the gate that requests pass and the form of refusals."""
