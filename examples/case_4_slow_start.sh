#!/bin/sh
# Case 4: 10 mg/kg for 48 kg, the first 15 min at 5 mg/h as printed; JSON for another program.
exec rechallenge plan cadonilimab-slow-start --dose "10 mg/kg" --weight "48 kg" \
    --volume "250 mL" --format json
