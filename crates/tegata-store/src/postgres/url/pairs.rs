//! `key=value` connection strings (libpq, "Keyword/Value Connection Strings").

/// The pairs of `key=value key='a value'`, with `\` before what is meant literally.
pub(super) fn pairs(text: &str) -> Result<Vec<(String, String)>, String> {
    let fault = || "it is neither a URL nor a list of key=value pairs".to_owned();
    let (mut letters, mut pairs) = (text.chars().peekable(), Vec::new());
    loop {
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        if letters.peek().is_none() {
            return Ok(pairs);
        }
        let mut key = String::new();
        while let Some(letter) = letters.next_if(|letter| !letter.is_whitespace() && *letter != '=') {
            key.push(letter);
        }
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        if key.is_empty() || letters.next() != Some('=') {
            return Err(fault());
        }
        while letters.next_if(|letter| letter.is_whitespace()).is_some() {}
        let quoted = letters.next_if_eq(&'\'').is_some();
        let mut value = String::new();
        loop {
            match letters.next() {
                Some('\\') => value.push(letters.next().ok_or_else(fault)?),
                Some('\'') if quoted => break,
                Some(letter) if !quoted && letter.is_whitespace() => break,
                Some(letter) => value.push(letter),
                None if quoted => return Err(fault()),
                None => break,
            }
        }
        pairs.push((key, value));
    }
}
