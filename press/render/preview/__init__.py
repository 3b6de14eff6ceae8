"""Shows the project in a browser while it is being written.

`watch` sees a save, `worker` builds, `serve` shows, `session` leads.
"""
