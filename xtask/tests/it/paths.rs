//! The paths that the documents name exist.

use std::path::Path;

use crate::{document, root};

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`.
fn expanded(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let Some((names, after)) = rest.split_once('}') else { return vec![path.to_owned()] };
    names.split(',').flat_map(|name| expanded(&format!("{before}{name}{after}"))).collect()
}

/// Whether a path exists: from the root; or, as ARCHITECTURE.md shortens them, `operations/x` for
/// `crates/tegata-operations/src/x`. The `.rs` of a module may be left out, and so may its `::Item`.
fn exists(path: &str) -> bool {
    let path = path.split("::").next().unwrap_or(path).trim_end_matches('/');
    let is_there = |path: &str| root().join(path).exists() || root().join(format!("{path}.rs")).exists();
    if let Some((folder, pattern)) = path.rsplit_once('/').filter(|(_, name)| name.contains('*')) {
        let (start, end) = pattern.split_once('*').expect("it has a star");
        let names = std::fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
        let names = names.filter_map(|entry| entry.file_name().into_string().ok());
        return names.into_iter().any(|name| name.starts_with(start) && name.ends_with(end));
    }
    if is_there(path) {
        return true;
    }
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    ["tegata-", ""].iter().any(|prefix| {
        let folder = format!("crates/{prefix}{name}");
        Path::new(&root().join(&folder)).is_dir()
            && (is_there(&format!("{folder}/src/{rest}")) || is_there(&format!("{folder}/{rest}")))
    })
}

/// What stands between backticks and looks like a path of the repository.
fn paths(document: &str) -> Vec<&str> {
    let looks_like_a_path = |code: &&str| {
        let is_file = [".rs", ".py", ".md", ".toml", ".json"].iter().any(|end| code.ends_with(end));
        let is_elsewhere = code.starts_with(['/', '~', '-', '$']) || code.contains("://");
        (code.contains('/') || is_file) && !code.contains(' ') && !is_elsewhere
    };
    document.split('`').skip(1).step_by(2).filter(looks_like_a_path).collect()
}

#[test]
fn each_path_in_the_architecture_exists() {
    for name in ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"] {
        let document = document(name);
        let missing: Vec<String> =
            paths(&document).into_iter().flat_map(expanded).filter(|path| !exists(path)).collect();
        assert!(missing.is_empty(), "{name} names what is not there: {missing:#?}");
    }
}

#[test]
fn each_link_between_documents_leads_somewhere() {
    let mut documents = vec![
        "README.md".to_owned(),
        "ARCHITECTURE.md".to_owned(),
        "CONTRIBUTING.md".to_owned(),
        "CHANGELOG.md".to_owned(),
        "SECURITY.md".to_owned(),
    ];
    let docs = std::fs::read_dir(root().join("docs")).expect("docs");
    documents.extend(docs.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        name.ends_with(".md").then(|| format!("docs/{name}"))
    }));
    for name in documents {
        let text = document(&name);
        let folder = root().join(&name).parent().expect("a file has a folder").to_owned();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or(link);
            if file.is_empty() || link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            assert!(folder.join(file).exists(), "{name} links to {link}, which is not there");
        }
    }
}

#[test]
fn shortened_paths_are_read() {
    assert_eq!(expanded("a/{b,c}.rs"), ["a/b.rs", "a/c.rs"]);
    assert!(exists("client/{signer}.rs".replace(['{', '}'], "").as_str()) && exists("client/pauses"));
    assert!(exists("xtask/tests/it/paths.rs") && exists("api/*.json"));
    assert!(!exists("client/nothing.rs") && !exists("nothing/signer.rs"));
    assert_eq!(paths("in `a/b.rs`, at `/pki/` by `x y/z`"), ["a/b.rs"]);
}
