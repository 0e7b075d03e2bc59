"""Side by side: two years, two areas, two judgements."""
