"""How fast the desk is, as ratios beside bare references in one run. Started by `./sahayak bench`; no test asserts a time."""
