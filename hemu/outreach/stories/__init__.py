"""以案释法: a closed dispute told for teaching, without anything by which somebody could be known."""
