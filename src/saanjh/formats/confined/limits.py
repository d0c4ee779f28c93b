"""How much a process may have that reads one file from outside, and how parent and child talk: plain numbers."""

SECONDS = 4.5  # from its start to its last byte, by the clock on the wall: with its end, less than five
CPU_SECONDS = 3  # of the processor
MEMORY = 256_000_000  # bytes of address space: never more than that of memory
ANSWER = 48_000_000  # bytes that it may answer
AT_ONCE = 2  # such processes that one worker has at the same time
BROKEN = 3  # its exit code where the file is such that no reader gets through it
