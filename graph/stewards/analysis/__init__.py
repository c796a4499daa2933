"""What SPARQL cannot say: questions that walk chains, weigh dates or compare sources. Each module has ``run``."""
