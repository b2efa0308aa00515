//! The process's memory, which holds keys: it goes into no core dump, and no other process of the same user reads it.

use std::io;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};

/// Makes no core dumps, and files for their owner alone unless something else is said. On Linux no debugger attaches any
/// more, but root's; `allow_core_dumps` leaves that as it was, for who looks for a fault of Tegata's own.
///
/// # Errors
/// When the system refuses.
pub(crate) fn protect(allow_core_dumps: bool) -> io::Result<()> {
    umask(Mode::RWXG | Mode::RWXO);
    if allow_core_dumps {
        return Ok(());
    }
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // The limit alone does not count where dumps are piped to a program (core(5)).
        set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    }
    Ok(())
}
