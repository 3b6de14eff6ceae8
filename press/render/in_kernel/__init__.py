"""What runs inside the Jupyter kernel, beside the code of documents.

The kernel loads this folder by its path, as the package `press_in_kernel`, since documents may import another
press. What they reach is watched; these modules therefore need Python's library alone. Press itself uses some
of them too: to read records, and to run commands where no kernel is worth its start.
"""
