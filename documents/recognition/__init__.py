"""Taking in a sealed letter: is it of this portal's format, is its seal sound, do its data agree with it?

Empty on purpose: `examiner` runs in a process of its own and loads no Django.
"""
