"""宣传场次: courtyard meetings, talks, lessons: planned, held, counted."""
