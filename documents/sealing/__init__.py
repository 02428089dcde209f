"""The seal: its key, putting it on a letter, and examining it on a stored file. No database.

Empty on purpose: `key` is light, `seal` and `examine` load pyHanko.
"""
