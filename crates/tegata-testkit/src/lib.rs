//! For tests only: fake clock, seeded chance, a world in memory.
