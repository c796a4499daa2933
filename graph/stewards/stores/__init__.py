"""The graph in a folder or in memory: kept safe, locked, and asked within limits."""
