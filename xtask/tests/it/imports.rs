//! Which files of a crate need which: by the paths that they name, each followed to the file that defines its item.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::modules::{Module, Written, modules};

/// Each file with the files that it needs.
pub(crate) type Imports = BTreeMap<PathBuf, BTreeSet<PathBuf>>;

/// How many re-exports are followed for one name.
const FOLLOWED_MAX: u32 = 16;

/// What a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// A module by itself: naming it needs nothing of it.
    Module(usize),
    /// An item of a module.
    Item(usize),
}

/// The imports of the crate whose root is `file`.
///
/// What a parent re-exports of its own children is a name for others and no need of its own.
pub(crate) fn imports(file: &Path) -> Imports {
    let modules = modules(file);
    let mut imports = Imports::new();
    for (number, module) in modules.iter().enumerate() {
        let needs = imports.entry(module.file.clone()).or_default();
        let re_exported = module.uses.iter().filter(|used| used.is_public).map(|used| &used.path);
        let imported = module.uses.iter().filter(|used| !used.is_public).map(|used| &used.path);
        let of_code = module.paths.iter();
        let needed = imported.chain(of_code).filter_map(|path| item(&modules, number, path));
        let passed_on = re_exported.filter_map(|path| item(&modules, number, path));
        needs.extend(
            needed
                .chain(passed_on.filter(|target| !is_within(&modules, *target, number)))
                .map(|target| modules[target].file.clone())
                .filter(|target| *target != module.file),
        );
    }
    imports
}

fn item(modules: &[Module], from: usize, path: &Written) -> Option<usize> {
    match follow(modules, from, path, FOLLOWED_MAX)? {
        Found::Item(module) => Some(module),
        Found::Module(_) => None,
    }
}

/// Whether `module` is `outer`, or lies in it.
fn is_within(modules: &[Module], module: usize, outer: usize) -> bool {
    module == outer || modules[module].parent.is_some_and(|parent| is_within(modules, parent, outer))
}

/// Follows a path that is written in module `from`; `None` when it leads out of the crate.
fn follow(modules: &[Module], from: usize, path: &[String], left: u32) -> Option<Found> {
    let left = left.checked_sub(1)?;
    let (first, mut rest) = path.split_first()?;
    let mut at = match first.as_str() {
        "crate" => 0,
        "self" => from,
        "super" => modules[from].parent?,
        name => match named(modules, from, name, left)? {
            Found::Module(module) => module,
            item @ Found::Item(_) => return Some(item),
        },
    };
    while let Some((name, after)) = rest.split_first() {
        rest = after;
        at = match name.as_str() {
            "super" => modules[at].parent?,
            name => match named(modules, at, name, left) {
                Some(Found::Module(module)) => module,
                Some(item) => return Some(item),
                // What only a macro defines.
                None => return Some(Found::Item(at)),
            },
        };
    }
    Some(Found::Module(at))
}

/// What a name means in a module.
fn named(modules: &[Module], at: usize, name: &str, left: u32) -> Option<Found> {
    let module = &modules[at];
    if module.items.contains(name) {
        return Some(Found::Item(at));
    }
    if let Some(child) = module.children.get(name) {
        return Some(Found::Module(*child));
    }
    let by_name = module
        .uses
        .iter()
        .find(|used| used.name == name && used.path.first().is_some_and(|first| first != name));
    if let Some(used) = by_name {
        return follow(modules, at, &used.path, left);
    }
    module.uses.iter().filter(|used| used.name == "*").find_map(|glob| {
        match follow(modules, at, &glob.path, left)? {
            Found::Module(inner) if inner != at && left > 0 => named(modules, inner, name, left - 1),
            _ => None,
        }
    })
}
