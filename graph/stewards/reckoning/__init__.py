"""What analyses share: counts by company, shares, power, paths, changes, and suppositions."""
