"""What a link of a run does: take the lane, read, import, and end; what is told of it meanwhile."""
