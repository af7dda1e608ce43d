"""以案释法: a closed dispute told for teaching, with everything taken out by which somebody could be known."""
