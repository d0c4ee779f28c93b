"""How large an expression and what it works on may be: far above any form that people fill, far below any harm.

With them an expression ends in time by its length alone: there are no loops, and each answer is looked through a
bounded number of times. `trees.cost` tells the most steps before an expression is ever used.
"""

LONGEST_SOURCE = 2000  # characters; the longest conditions of published forms have some 500
MOST_TOKENS = 400  # a hundred comparisons joined by "or"
DEEPEST = 24  # parentheses, functions and minus signs inside each other; seven levels of operators fit in each
MOST_DIGITS = 30  # of a written number

LONGEST_LIST = 500  # rows of a table, choices or districts of an answer
LONGEST_TEXT = 10_000  # characters of an answer; a long text of a form has at most 8,000
CHARACTERS_A_STEP = 100  # texts are normalised before they are compared, each once: some 0.2 ms a step

# A step is one part of an expression, one row, or 100 characters. Measured at worst: 40 ms for 49 sums over 500 rows,
# 3.4 s for 190 different answers of 10,000 characters that are all compared, which no form has; 20 ms for each.
STEPS = 25_000  # of one expression
FORM_STEPS = 100_000  # of all show-ifs of a form together: some thousand references
