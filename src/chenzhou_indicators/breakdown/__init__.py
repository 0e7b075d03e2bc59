"""Who owes what: a city's target divided among its counties or parks, and added up again."""
