"""From an order and a protocol to exact values: what `$name` stands for, and the dose to give."""
