"""Networks from a store: of entities, of answers, of everything, with what lies around them."""
