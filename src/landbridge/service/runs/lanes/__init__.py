"""What waits and in which order; pausing, draining, cancelling, and taking up what a worker left."""
