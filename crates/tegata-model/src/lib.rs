//! What is true and what is allowed: nouns and decisions, without I/O, clock or chance.
