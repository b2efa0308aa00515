//! Reading a query: what it asks, what its client takes, and whether it is well formed.

use domain::base::iana::{Class, Opcode, OptRcode};
use domain::base::message::Message;
use domain::base::name::ParsedName;
use domain::base::opt::{Cookie, Opt};
use domain::base::wire::ParseError;
use domain::base::{Question, Rtype};

/// A query that gets an answer, if only one that says what is wrong with it.
#[derive(Debug)]
pub struct Query<'a> {
    pub(super) message: &'a Message<[u8]>,
    /// The question, if there is exactly one.
    pub(super) question: Option<Question<ParsedName<&'a [u8]>>>,
    pub(super) edns: Option<Edns>,
    /// The code that it is refused with.
    pub(super) refused: Option<OptRcode>,
}

/// What the client says of itself in its OPT record (RFC 6891 §6.1).
#[derive(Debug)]
pub(super) struct Edns {
    /// The largest datagram that it takes, in octets.
    pub(super) payload: u16,
    pub(super) version: u8,
    /// DO: RFC 3225 §3 has it copied into the answer.
    pub(super) dnssec_ok: bool,
    pub(super) cookie: Option<Cookie>,
}

impl<'a> Query<'a> {
    /// Reads a query. `None` for what must not be answered: less than a header, or an answer itself.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Query<'a>> {
        let message = Message::from_slice(bytes).ok().filter(|message| !message.header().qr())?;
        let mut edns = None;
        let is_well_formed = read_records(message, &mut edns).is_ok();
        let mut query = Query { message, question: message.sole_question().ok(), edns, refused: None };
        query.refused = query.fault(is_well_formed);
        Some(query)
    }

    fn fault(&self, is_well_formed: bool) -> Option<OptRcode> {
        if self.message.header().opcode() != Opcode::QUERY {
            return Some(OptRcode::NOTIMP);
        }
        if !is_well_formed {
            return Some(OptRcode::FORMERR);
        }
        if self.edns.as_ref().is_some_and(|edns| edns.version != 0) {
            return Some(OptRcode::BADVERS);
        }
        match &self.question {
            Some(question) => {
                let is_transfer = matches!(question.qtype(), Rtype::AXFR | Rtype::IXFR);
                (question.qclass() != Class::IN || is_transfer).then_some(OptRcode::REFUSED)
            }
            None if self.is_for_cookie() => None,
            None => Some(OptRcode::FORMERR),
        }
    }

    /// The DNS cookie that came with it (RFC 7873 §4).
    #[must_use]
    pub fn cookie(&self) -> Option<&Cookie> {
        self.edns.as_ref()?.cookie.as_ref()
    }

    /// Whether it has no question and asks for a server cookie alone (RFC 7873 §5.4).
    #[must_use]
    pub fn is_for_cookie(&self) -> bool {
        self.message.header_counts().qdcount() == 0 && self.cookie().is_some()
    }
}

/// Reads every record, which finds a message that is cut or counts wrong. What is read of an OPT
/// record stands in `edns` even when the rest is malformed: the refusal has one too then.
fn read_records(message: &Message<[u8]>, edns: &mut Option<Edns>) -> Result<(), ParseError> {
    let (_, answer, authority, additional) = message.sections()?;
    let misplaced = ParseError::form_error("an OPT record that must not be there");
    for record in answer.into_iter().chain(authority) {
        if record?.rtype() == Rtype::OPT {
            return Err(misplaced);
        }
    }
    for record in additional {
        let record = record?;
        if record.rtype() != Rtype::OPT {
            continue;
        }
        // RFC 6891 §6.1.1: one at most, and it belongs to the root.
        if edns.is_some() || !record.owner().is_root() {
            return Err(misplaced);
        }
        let ttl = record.ttl().as_secs();
        let [_, version, flags, _] = ttl.to_be_bytes();
        let found = edns.insert(Edns {
            payload: record.class().to_int(),
            version,
            dnssec_ok: flags & 0x80 != 0,
            cookie: None,
        });
        let opt = record.to_record::<Opt<&[u8]>>()?;
        if let Some(opt) = opt {
            // RFC 7873 §5.2.2: a cookie of a length that none has is malformed. Of several the first counts.
            found.cookie = opt.data().iter::<Cookie>().next().transpose()?;
        }
    }
    Ok(())
}
