"""Whether anything is lost or doubled while processes die at random: `make chaos SEEDS=n MINUTES=m`."""
