"""The English of a clinic's day: the page of all orders of a table, and what a batch says."""

DAY: dict[str, str | tuple[str, str]] = {
    "day.title": "Orders of {dates}",
    "day.title-undated": "Orders",
    "day.of": (
        "From {table}. The number of an order is its line in that table, and the number on "
        "its files."
    ),
    "day.not-a-sheet": (
        "This page is for planning the day. Give no drug from it: each order has its own sheet."
    ),
    "day.not-planned": (
        "Without a plan, so without a sheet: {number} row",
        "Without a plan, so without a sheet: {number} rows",
    ),
    "day.orders": ("{number} order by start", "{number} orders by start"),
    "day.same-patients": "The same patient label on several orders",
    "day.same-patient": (
        "{patient}: orders {orders}. Check that they are for one patient, and whether they "
        "may run on the same day."
    ),
    "day.pumps": "Pumps at once",
    "day.vials": "Vials",
    "day.open": "Open findings",
    "day.left-over": "Folders without an order",
    "day.draft": ("DRAFT: {number} to confirm", "DRAFT: {number} to confirm"),
    "day.nothing-open": "nothing open",
    "day.most-at-once": (
        "At most {number} pump runs at once, first from {start} to {end}.",
        "At most {number} pumps run at once, first from {start} to {end}.",
    ),
    "day.pump-counts": (
        "A pump counts from the first step that it runs to the end of the last, or of the "
        "flush, with the waits between. Below is the most in each half hour."
    ),
    "day.no-pump-time": (
        "Not counted, because no start is ordered or no pump is needed: orders {orders}."
    ),
    "day.vials-alone": "Each alone: no order shares a vial with another. Have this number ready.",
    "day.vials-shared": (
        "If shared: only where your site lets one vial serve several patients, and these orders "
        "are drawn up in one session, within the time that an opened vial keeps. No drug file says "
        "that this is allowed."
    ),
    "day.vials-unknown": (
        "Not counted, because the vials are not on file or the preparation was not worked "
        "out: orders {orders}."
    ),
    "day.left": (
        "These folders have no row in the table any more. They are left as they are; do not use "
        "them."
    ),
    "column.order": "Order",
    "column.patient": "Patient",
    "column.until": "Until",
    "column.plan": "Plan",
    "column.to-confirm": "To confirm",
    "column.from": "From",
    "column.to": "To",
    "column.pumps": "Pumps",
    "column.orders": "Orders",
    "column.vials": "Vials",
}
