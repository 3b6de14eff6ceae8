"""The manuscript with its changes marked since a git tag or commit: `make marked-up SINCE=tag`."""
