//! What is done on the outside: look-ups, signing, snapshots.
