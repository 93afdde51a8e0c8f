#!/bin/sh
# Case 2: 10% over 30 min, 30 min of observation, 90% over 90 min, with the working.
exec rechallenge plan cadonilimab-stepwise --dose "375 mg" --volume "250 mL" \
    --premed-lead "30 min" --working
