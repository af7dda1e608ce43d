"""督办 of false, late, missed and concealed reports: raised by itself, closed only by who raised it."""
