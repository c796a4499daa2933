"""SPARQL endpoints: read as a store, and published to."""
