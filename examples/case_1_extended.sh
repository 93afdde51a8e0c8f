#!/bin/sh
# Case 1: 250 mg in 250 mL over 2 h, premedication 30 min before, starting at nine.
exec rechallenge plan cadonilimab-extended --dose "250 mg" --start "2026-11-23 09:00"
