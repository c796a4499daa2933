"""Who is who: which references mean one company, person or project, and the IRIs they get."""
