"""How long a build takes, as ratios measured in one run: see `python -m press.bench --help`."""
