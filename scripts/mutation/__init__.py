"""Mutants: one small change to a rule at a time, and whether a test notices.

mutmut (3.8) changes function bodies only, so tables of states and conditions of constants stay out of its reach, and it
draws no sample; cosmic-ray (8.7) rewrites the files of the working tree, starts one process a mutant and draws no
sample by seed. Neither takes one half of a condition away, which is where guards break. Hence this one.
"""
