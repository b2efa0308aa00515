//! What a link or a form says.

use tegata_operations::certificate::approval::Decision;

/// How many fields are read, and how long one may be.
const FIELDS_MAX: usize = 16;
const LENGTH_MAX: usize = 128;

/// The fields of a link or a form; what is not there is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// The code of a mail.
    pub(super) code: String,
    /// Which certificate the code came for.
    pub(super) context: String,
    /// The language that was chosen on the page.
    pub(super) language: Option<String>,
    /// What was decided.
    pub(super) decision: Option<Decision>,
}

impl Form {
    /// Reads a query or a body (`application/x-www-form-urlencoded`). Of a field that comes twice the first counts.
    pub(super) fn read(bytes: &[u8]) -> Form {
        let mut form = Form::default();
        for (name, value) in form_urlencoded::parse(bytes).take(FIELDS_MAX) {
            if value.len() > LENGTH_MAX {
                continue;
            }
            match &*name {
                "code" if form.code.is_empty() => form.code = value.into_owned(),
                "context" if form.context.is_empty() => form.context = value.into_owned(),
                "lang" if form.language.is_none() => form.language = Some(value.into_owned()),
                "decision" if form.decision.is_none() => {
                    form.decision = match &*value {
                        "approve" => Some(Decision::Approved),
                        "deny" => Some(Decision::Denied),
                        _ => None,
                    };
                }
                _ => {}
            }
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_each_field_counts() {
        let form =
            Form::read(b"code=a%20b&context=c&code=x&lang=ja&decision=maybe&decision=approve&decision=deny");
        assert_eq!((form.code.as_str(), form.context.as_str()), ("a b", "c"));
        assert_eq!((form.language.as_deref(), form.decision), (Some("ja"), Some(Decision::Approved)));
    }

    #[test]
    fn rubbish_is_an_empty_form() {
        let long = format!("code={}", "x".repeat(LENGTH_MAX + 1));
        let many = "a=b&".repeat(FIELDS_MAX) + "code=x";
        for bytes in [&b""[..], b"&&&", b"%", b"\xff\xfe", b"decision=", long.as_bytes(), many.as_bytes()] {
            assert_eq!(Form::read(bytes), Form::default());
        }
    }
}
