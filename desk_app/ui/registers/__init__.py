"""登记: every procedure of the pack that is a register, as a list with a card; no code for any one."""
