"""From an order and a protocol to exact values: the value of each `$name`, and the dose to give."""
