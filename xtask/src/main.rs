//! Chores of the repository, run as `cargo xtask <chore>`.

mod bench;
mod folders;
mod r#gen;
mod soak;
mod test;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <chore>

  advisories           security advisories about the crates that we use; fetches their database
  bench [NAME…]        the benchmarks, each beside a ceiling or a peer measured in the same run
  gen                  the API contracts under api/ and the structs made from them
  soak NAME […]        a long run that `test` leaves out, as tests/outside/soak_NAME.py says; `kills` ends an instance at
                       random moments under load and looks for what is lost: [--kills N] [--seed N] [--store URL]
  test [--only PART]   every test, with what the outside clients need installed first;
                       parts: format, clippy, deny, unit, outside";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (chore, rest) = match arguments.split_first() {
        Some((chore, rest)) => (chore.as_str(), rest),
        None => ("", &[][..]),
    };
    let done = match chore {
        "advisories" => test::advisories(rest),
        "bench" => bench::run(rest),
        "gen" => r#gen::run(rest),
        "soak" => soak::run(rest),
        "test" => test::run(rest),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(code) => code,
        Err(error) => {
            eprintln!("xtask {chore}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
