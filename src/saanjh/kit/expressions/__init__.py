"""Show-if and check expressions of forms: a subset of XLSForm's own syntax, typed, total and bounded.

    ${trained} = 'yes' and ${people} > 3          sum(${budget/amount}) <= 1500000          . <= today()

`${code}` is the answer to a question, `.` the answer that a check is about, `${table/column}` every answer of one
column of a table (XLSForm would write `${column}`, but our codes may repeat from table to table), which only sum(),
min() and max() take. Texts stand in single or double quotes; operators from loose to tight: or, and, = !=,
< <= > >=, + -, * div mod, the minus of one number. Functions: selected, count-selected, if, coalesce, string-length,
number, int, round, min, max, sum, count, today, date, true, false, not. There is no regex(): Python's engine tracks
back, so that one pattern of twenty characters can run for years on one answer, and nobody's data is worth that.

An unanswered or hidden question is *blank*, and so is a text of nothing but spaces. What blank does:

    ${a} = ''    ${a} != ''          true, false      (only a *written* '' asks; both ways round)
    = != < <= > >= with a blank      false            (XLSForm: != is true; here nothing is known of a blank answer)
    + - * div mod, minus             blank            (XLSForm: NaN)
    x div 0, x mod 0, over 10^30     blank
    and, or, not, if(blank, …)       as false
    coalesce(a, b)                   b where a is blank
    number int round date            blank            (number() and date() also of a text that is none)
    string-length count-selected     0
    selected(blank, …), (…, blank)   false
    min max                          of what is answered; blank if nothing is
    sum, count                       of what is answered; 0 if nothing is
    a show-if that is blank          hides the question
    a check of a blank answer        passes, unasked  (as in XLSForm; whether it is required is another rule)

Numbers are decimal and exact: 0.1 + 0.2 = 0.3. Money is reckoned in whole units of its one currency. Texts are equal
when kit.text.normalise makes them so. A date less a date is a number of days. `mod` has the sign of what is divided and
round() takes a half upwards, as XPath 1.0 says. Inside a row of a table the caller lays the row's answers over the
others, and `${column}` is that of the row.

Source: https://docs.getodk.org/form-operators-functions/ and /form-logic/ (ODK); XPath 1.0, section 3.
"""

from saanjh.kit.expressions.answers import Value, read, read_all
from saanjh.kit.expressions.checks import Use, check
from saanjh.kit.expressions.evaluation import evaluate, holds, passes
from saanjh.kit.expressions.grammar import parse
from saanjh.kit.expressions.kinds import Kind, Sort
from saanjh.kit.expressions.problems import Fault, NotAnExpression, Problem, TooMuch
from saanjh.kit.expressions.trees import Tree, cost, references
from saanjh.kit.expressions.visibility import visible

__all__ = [
    "Fault",
    "Kind",
    "NotAnExpression",
    "Problem",
    "Sort",
    "TooMuch",
    "Tree",
    "Use",
    "Value",
    "check",
    "cost",
    "evaluate",
    "holds",
    "parse",
    "passes",
    "read",
    "read_all",
    "references",
    "visible",
]
