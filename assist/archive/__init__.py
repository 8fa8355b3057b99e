"""What is known of ended calls, to be searched, reviewed and counted.

All of it is derived: made from the log by playing each ended call once more, kept in a file of its
own beside the log (:mod:`.schema`), made anew when that file is gone or another version wrote it,
and forgotten with the call. Playing is done in another process (:mod:`.worker`), so that a call of
three hours costs live calls nothing. :class:`.archive.Archive` is what a server holds.
"""
