"""The graph read back: entities, tenures, memberships, evidence and times, for whatever is asked."""
