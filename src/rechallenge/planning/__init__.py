"""How a plan is made: pure functions, listed in the order of the stages.

order        the order's values in the protocol, and the dose to give
bags         how each container is prepared
state        the state of an infusion, from which it begins or goes on
steps        each written step solved, as the pump can run it
line         the line between bag and vein, and what reaches the vein, when
infusion     what an infusion is run from
running      from one state to the next, step by step; `course`: to the end
preparation  how each bag is made up, from vials to label
timeline     what is due, when, by the clock

`beginning` is what an order that begins in the middle begins from; `scheduling` solves an order.
`planner.work_out` calls them in this order; `checks` and `proof` then look at what comes out.
`calculation_log` is the arithmetic that they share, and `limits` what a number is compared with.
"""
