"""The rules studio: supervisors read, write, try out and roll back the rules that are in force.

The files of the packs stay the truth. What is slow (compiling, running tests, playing calls) runs
in processes of its own, so that no live call ever waits for somebody's edit.
"""
