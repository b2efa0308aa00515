//! A store that may be an older copy: told by the journal, mended as far as the journal goes, and held until an operator
//! has acknowledged it.

mod acknowledge;
mod held;
mod journal;
mod put_back;
mod show;

pub use self::acknowledge::{Acknowledged, acknowledge};
pub use self::held::{Held, held, hold};
pub use self::journal::{JournalError, follow_journal, journal_name, open_journal};
pub use self::show::show;
