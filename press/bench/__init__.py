"""How long a build takes, as ratios measured in one run: see `make bench`."""
