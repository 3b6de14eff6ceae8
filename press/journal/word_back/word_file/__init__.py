"""Word files: what one says (`reading`), and the trace of where it comes from (`trace`, `embedding`)."""
