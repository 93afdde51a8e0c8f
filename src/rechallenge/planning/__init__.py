"""How a plan is made: pure functions, in packages that stand in the order of the way through.

order        the order's values in the protocol, and the dose to give
bags         what each container holds
steps        each written step solved, and made one that the pump can run
line         the line between bag and vein, and what reaches the vein, when
preparation  how each bag is made up, from vials to label
timeline     what is due, when, by the clock

`planner.work_out` calls them in this order; `checks` and `proof` then look at what comes out.
`calculation_log` is the arithmetic that they share, and `limits` what a number is compared with.
"""
