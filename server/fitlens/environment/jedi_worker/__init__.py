"""jedi in a process of its own: where a dotted path leads to among the installed packages.

`process` is the server's side, `__main__` the worker's; only `asked` imports jedi, and only in the worker.
"""
