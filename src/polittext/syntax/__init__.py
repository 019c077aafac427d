"""Optional syntactic analysers behind one protocol."""
