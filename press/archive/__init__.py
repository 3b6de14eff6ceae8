"""For archives, libraries and data editors.

Descriptions of the edition, the replication package, parts and licences.

`metadata` and `package` are packages of their own; `lock` and `parts` read the pinned environment.
"""
