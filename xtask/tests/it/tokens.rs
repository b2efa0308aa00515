//! Source text as names, marks and groups: as much of Rust's syntax as is needed to find paths.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token, with marks joined to `::` where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// An identifier or a keyword.
    Name(String),
    /// `::`
    Colons,
    /// Another mark.
    Mark(char),
    /// A literal.
    Literal,
    /// What stands in brackets.
    Group(Bracket, Vec<Token>),
}

/// A kind of brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bracket {
    /// `{}`
    Brace,
    /// `[]`
    Square,
    /// `()`, or none that can be seen.
    Round,
}

/// Reads a file of Rust.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let stream: TokenStream = source.parse().expect("the compiler reads the file as well");
    joined(stream)
}

fn joined(stream: TokenStream) -> Vec<Token> {
    let mut tokens = Vec::new();
    for tree in stream {
        match tree {
            TokenTree::Ident(name) => {
                tokens.push(Token::Name(name.to_string().trim_start_matches("r#").to_owned()));
            }
            TokenTree::Literal(_) => tokens.push(Token::Literal),
            TokenTree::Group(group) => {
                let bracket = match group.delimiter() {
                    Delimiter::Brace => Bracket::Brace,
                    Delimiter::Bracket => Bracket::Square,
                    Delimiter::Parenthesis | Delimiter::None => Bracket::Round,
                };
                tokens.push(Token::Group(bracket, joined(group.stream())));
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' && tokens.last() == Some(&Token::Mark(':')) => {
                tokens.pop();
                tokens.push(Token::Colons);
            }
            TokenTree::Punct(mark) => tokens.push(Token::Mark(mark.as_char())),
        }
    }
    tokens
}

/// The tokens without what is compiled for tests.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(for_tests) = attribute(&tokens[at..]) else {
            kept.push(match &tokens[at] {
                Token::Group(bracket, inner) => Token::Group(*bracket, without_tests(inner)),
                token => token.clone(),
            });
            at += 1;
            continue;
        };
        at += 2;
        if for_tests {
            at += item(&tokens[at..]);
        }
    }
    kept
}

/// Whether tokens begin with an attribute, and whether that makes an item one for tests.
fn attribute(tokens: &[Token]) -> Option<bool> {
    let [Token::Mark('#'), Token::Group(Bracket::Square, inner), ..] = tokens else { return None };
    let is = |at: usize, name: &str| inner.get(at) == Some(&Token::Name(name.to_owned()));
    let in_cfg = match inner.get(1) {
        Some(Token::Group(_, of)) if is(0, "cfg") => of.contains(&Token::Name("test".to_owned())),
        _ => false,
    };
    Some(in_cfg || is(0, "test"))
}

/// How many tokens the item takes with which tokens begin.
fn item(tokens: &[Token]) -> usize {
    let ends = |token: &Token| matches!(token, Token::Mark(';') | Token::Group(Bracket::Brace, _));
    // `use a::{b};` has braces that do not end it.
    let is_use = tokens.iter().take(3).any(|token| *token == Token::Name("use".to_owned()));
    let end = if is_use {
        tokens.iter().position(|token| *token == Token::Mark(';'))
    } else {
        tokens.iter().position(ends)
    };
    end.map_or(tokens.len(), |end| end + 1)
}

#[test]
fn what_is_for_tests_is_left_out() {
    let read = tokens("fn a() {} #[cfg(test)] mod tests { use b::c; } #[cfg(test)] use x::{y}; fn d() {}");
    let names: Vec<&Token> = read.iter().filter(|token| matches!(token, Token::Name(_))).collect();
    assert_eq!(names.len(), 8);
    assert_eq!(without_tests(&read), tokens("fn a() {} fn d() {}"));
}
