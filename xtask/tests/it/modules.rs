//! The modules of a crate: their files, what each defines, and the paths that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::tokens::{Bracket, Token, tokens, without_tests};

/// A path as it is written: its names, from `crate`, `super` or a name that the module knows.
pub(crate) type Written = Vec<String>;

/// A name that a `use` brings into a module.
#[derive(Debug)]
pub(crate) struct Use {
    /// The name, or `*`.
    pub(crate) name: String,
    /// What it stands for.
    pub(crate) path: Written,
    /// Whether others see it too.
    pub(crate) is_public: bool,
}

/// A module.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Its number; the crate's root has 0.
    pub(crate) parent: Option<usize>,
    /// The file that it is in.
    pub(crate) file: PathBuf,
    /// The modules in it.
    pub(crate) children: BTreeMap<String, usize>,
    /// Functions, types, constants and macros that it defines.
    pub(crate) items: BTreeSet<String>,
    /// What it imports.
    pub(crate) uses: Vec<Use>,
    /// Paths of two names or more that its code has.
    pub(crate) paths: Vec<Written>,
}

/// Reads the modules of the crate whose root is `file`, tests left out.
pub(crate) fn modules(file: &Path) -> Vec<Module> {
    let mut found = vec![Module { file: file.to_owned(), ..Module::default() }];
    let folder = file.parent().expect("a file has a folder").to_owned();
    read_file(&mut found, 0, &folder);
    found
}

/// Reads the file of module `at`, whose children lie in `folder`.
fn read_file(found: &mut Vec<Module>, at: usize, folder: &Path) {
    let file = found[at].file.clone();
    let source = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    read(found, at, folder, &without_tests(&tokens(&source)));
}

fn read(found: &mut Vec<Module>, module: usize, folder: &Path, tokens: &[Token]) {
    let mut at = 0;
    while at < tokens.len() {
        let name = |at: usize| match tokens.get(at) {
            Some(Token::Name(name)) => Some(name.as_str()),
            _ => None,
        };
        match (name(at), name(at + 1)) {
            (Some("mod"), Some(child)) => {
                at += 2;
                let inner = folder.join(child);
                let next = found.len();
                match tokens.get(at) {
                    Some(Token::Mark(';')) => {
                        let beside = folder.join(format!("{child}.rs"));
                        let file = if beside.is_file() { beside } else { inner.join("mod.rs") };
                        add(found, module, child, file);
                        read_file(found, next, &inner);
                    }
                    Some(Token::Group(Bracket::Brace, body)) => {
                        let file = found[module].file.clone();
                        add(found, module, child, file);
                        read(found, next, &inner, body);
                    }
                    _ => {}
                }
                at += 1;
            }
            // `impl Trait + use<'a>` imports nothing.
            (Some("use"), _) if tokens.get(at + 1) == Some(&Token::Mark('<')) => at += 2,
            (Some("use"), _) => {
                let end = tokens[at..].iter().position(|token| *token == Token::Mark(';'));
                let end = at + end.expect("a use ends");
                let is_public = is_public(&tokens[..at]);
                let mut uses = Vec::new();
                used(&tokens[at + 1..end], &[], &mut uses);
                found[module].uses.extend(uses.into_iter().map(|(name, path)| Use { name, path, is_public }));
                at = end + 1;
            }
            (Some("fn" | "struct" | "enum" | "trait" | "type" | "const" | "static"), Some(item)) => {
                found[module].items.insert(item.to_owned());
                at += 2;
            }
            (Some("macro_rules"), _) => {
                if let Some(item) = name(at + 2) {
                    found[module].items.insert(item.to_owned());
                }
                at += 3;
            }
            (Some(_), _) => {
                let mut path = Vec::new();
                while let Some(part) = name(at) {
                    path.push(part.to_owned());
                    at += 1;
                    if tokens.get(at) != Some(&Token::Colons) {
                        break;
                    }
                    at += 1;
                }
                if path.len() > 1 {
                    found[module].paths.push(path);
                }
            }
            (None, _) => {
                if let Token::Group(_, inner) = &tokens[at] {
                    read(found, module, folder, inner);
                }
                at += 1;
            }
        }
    }
}

fn add(found: &mut Vec<Module>, parent: usize, name: &str, file: PathBuf) {
    let number = found.len();
    found[parent].children.insert(name.to_owned(), number);
    found.push(Module { parent: Some(parent), file, ..Module::default() });
}

/// Whether the tokens before an item end with `pub` or `pub(…)`.
fn is_public(before: &[Token]) -> bool {
    let ends_with_pub = |tokens: &[Token]| tokens.last() == Some(&Token::Name("pub".to_owned()));
    match before {
        [rest @ .., Token::Group(Bracket::Round, _)] => ends_with_pub(rest),
        _ => ends_with_pub(before),
    }
}

/// The names that the tree of a `use` brings, each with what it stands for.
fn used(tree: &[Token], before: &[String], into: &mut Vec<(String, Written)>) {
    let mut path = before.to_vec();
    let mut alias = None;
    let mut at = 0;
    while at < tree.len() {
        match &tree[at] {
            Token::Name(name) if name == "as" => {
                alias = Some(match tree.get(at + 1) {
                    Some(Token::Name(name)) => name.clone(),
                    _ => "_".to_owned(),
                });
                at += 1;
            }
            Token::Name(name) if name == "self" && !path.is_empty() => {}
            Token::Name(name) => path.push(name.clone()),
            Token::Mark('*') => {
                into.push(("*".to_owned(), path));
                return;
            }
            Token::Group(Bracket::Brace, inner) => {
                for branch in inner.split(|token| *token == Token::Mark(',')) {
                    used(branch, &path, into);
                }
                return;
            }
            _ => {}
        }
        at += 1;
    }
    if let Some(last) = path.last().filter(|_| path.len() > before.len() || !tree.is_empty()) {
        into.push((alias.unwrap_or_else(|| last.clone()), path.clone()));
    }
}

#[test]
fn a_tree_of_uses_is_taken_apart() {
    let mut uses = Vec::new();
    used(&tokens("crate::a::{self, B as C, d::{E, *}}"), &[], &mut uses);
    let uses: Vec<String> =
        uses.into_iter().map(|(name, path)| format!("{name}={}", path.join("::"))).collect();
    assert_eq!(uses, ["a=crate::a", "C=crate::a::B", "E=crate::a::d::E", "*=crate::a::d"]);
}
