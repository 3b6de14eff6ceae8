"""What authors get: the patch, the page to choose from, the list for the terminal, remarks in sources."""
