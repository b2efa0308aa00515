//! The relay that delivers our mails, by SMTP (RFC 5321), kept connected.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::SignedDuration;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
};
use lettre::message::header::{ContentType, HeaderName};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::{Error as SmtpError, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use parking_lot::Mutex;
use tegata_operations::certificate::mail::{Delivery, ToDeliver};
use tegata_x509::key_file::{EnclosedKey, enclosed_key};
use tegata_x509::pem;
use tokio::time::Instant;
use zeroize::Zeroizing;

/// How long one conversation may take: shorter than a job may.
const WITHIN: Duration = Duration::from_secs(30);
/// How many connections there are at most, which is how many mails are handed over at a time: one takes some twenty a
/// second.
pub(crate) const CONNECTIONS: u32 = 8;
/// How long a relay that did not answer is left alone at first; twice as long each time.
const PAUSE_FIRST: Duration = Duration::from_secs(5);
/// How long it is left alone at most.
const PAUSE_LAST: Duration = Duration::from_secs(5 * 60);
/// The header fields that a signature covers (RFC 6376 §5.4.1).
const SIGNED: [&str; 6] = ["From", "To", "Subject", "Date", "Message-ID", "Content-Type"];

/// Where mails are handed over.
pub struct Relay {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    dkim: Option<DkimConfig>,
    away: Mutex<Option<Away>>,
}

/// A relay that did not answer.
#[derive(Clone, Copy)]
struct Away {
    /// How long it is left alone.
    pause: Duration,
    until: Instant,
}

/// How to reach the relay.
pub struct RelayOptions {
    /// `smtp://host[:port]`, with `?tls=required` for STARTTLS, or `smtps://host[:port]`; user and password may stand
    /// in it, percent-encoded.
    pub url: Zeroizing<String>,
    /// Who the mails are from, such as `Tegata <no-reply@example.com>`.
    pub from: String,
    /// Signs the mails (RFC 6376).
    pub dkim: Option<DkimOptions>,
}

/// With what mails are signed.
pub struct DkimOptions {
    /// The selector: the key is published at `<selector>._domainkey.<domain>`, where `domain` is the sender's.
    pub selector: String,
    /// The private key in PEM: RSA in PKCS#1 or PKCS#8, or Ed25519 in PKCS#8 (RFC 8463).
    pub key_pem: Zeroizing<String>,
}

/// Why there is no relay.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// The URL.
    #[error(
        "the relay's URL cannot be read; write it as smtp://user:password@mail.example.com:587?tls=required"
    )]
    Url,
    /// The sender.
    #[error("`{0}` is not a sender address; write it as no-reply@example.com")]
    From(String),
    /// The signing key.
    #[error(
        "it contains no DKIM key: give an RSA or Ed25519 private key in PEM, as `openssl genrsa` writes it"
    )]
    Dkim,
}

impl Relay {
    /// Puts a relay together; no server is asked yet.
    ///
    /// # Errors
    /// When an option is not usable. What is said of the URL does not repeat it, since it may hold a password.
    pub fn new(options: RelayOptions) -> Result<Relay, RelayError> {
        let RelayOptions { url, from, dkim } = options;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url).map_err(|_| RelayError::Url)?;
        let pool = PoolConfig::new().max_size(CONNECTIONS);
        let transport = builder.timeout(Some(WITHIN)).pool_config(pool).build();
        let from: Mailbox = from.parse().map_err(|_| RelayError::From(from))?;
        let dkim = dkim.map(|options| signing(&options, from.email.domain())).transpose()?;
        Ok(Relay { transport, from, dkim, away: Mutex::new(None) })
    }

    /// Hands a mail over.
    pub async fn send(&self, mail: &ToDeliver) -> Delivery {
        let message = match self.message(mail) {
            Ok(message) => message,
            Err(why) => return Delivery::Refused { why },
        };
        if let Some(left) = self.left_alone_for() {
            return Delivery::RelayAway { again_in: left };
        }
        let sent = tokio::time::timeout(WITHIN, self.transport.send(message)).await;
        let answered = match &sent {
            Ok(Ok(_)) => true,
            // Words of the relay's own: it is there.
            Ok(Err(error)) => error.is_permanent() || error.is_transient(),
            Err(_) => false,
        };
        self.note(answered);
        match sent {
            Ok(Ok(_)) => Delivery::Sent,
            Ok(Err(error)) => delivery_of(&error),
            Err(_) => Delivery::Later { why: "the relay did not answer in time".to_owned() },
        }
    }

    /// For how much longer the relay is left alone, if it is.
    fn left_alone_for(&self) -> Option<SignedDuration> {
        let left = self.away.lock().as_ref()?.until.checked_duration_since(Instant::now())?;
        SignedDuration::try_from(left).ok().filter(|left| !left.is_zero())
    }

    /// Notes whether the relay has answered. Connections that were tried together count once.
    fn note(&self, answered: bool) {
        let now = Instant::now();
        let mut away = self.away.lock();
        *away = match *away {
            _ if answered => None,
            Some(away) if now < away.until => Some(away),
            before => {
                let pause = before.map_or(PAUSE_FIRST, |away| (away.pause * 2).min(PAUSE_LAST));
                Some(Away { pause, until: now + pause })
            }
        };
    }

    fn message(&self, mail: &ToDeliver) -> Result<Message, String> {
        let recipient: Address =
            mail.recipient.parse().map_err(|_| format!("{} is not an address", mail.recipient))?;
        let seconds = u64::try_from(mail.created_at.as_second()).unwrap_or_default();
        let message_id = format!("<{}@{}>", mail.id, self.from.email.domain());
        let built = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, recipient))
            .subject(mail.subject.as_str())
            .message_id(Some(message_id))
            .date(UNIX_EPOCH + Duration::from_secs(seconds))
            .header(ContentType::TEXT_PLAIN)
            .body(String::from(mail.body.as_str()));
        let mut message = built.map_err(|error| format!("it cannot be written: {error}"))?;
        if let Some(dkim) = &self.dkim {
            message.sign(dkim);
        }
        Ok(message)
    }
}

/// The library reads PKCS#1 for RSA and bare octets for Ed25519; OpenSSL 3 and others write both in PKCS#8.
fn dkim_key(in_pem: &str) -> Option<DkimSigningKey> {
    let new = |text: &str, algorithm| DkimSigningKey::new(text, algorithm).ok();
    let Some(pkcs8) = pem::find_block(in_pem, "PRIVATE KEY") else {
        return new(in_pem, DkimSigningAlgorithm::Rsa);
    };
    match enclosed_key(&Zeroizing::new(pkcs8.ok()?)).ok()? {
        EnclosedKey::Rsa(pkcs1) => new(&pem::encode_rsa_key(&pkcs1), DkimSigningAlgorithm::Rsa),
        EnclosedKey::Ed25519(octets) => {
            new(&Zeroizing::new(BASE64_STANDARD.encode(&*octets)), DkimSigningAlgorithm::Ed25519)
        }
    }
}

/// Only relaxed/relaxed is verified elsewhere: the library folds header fields its own way.
fn signing(options: &DkimOptions, domain: &str) -> Result<DkimConfig, RelayError> {
    let key = dkim_key(&options.key_pem).ok_or(RelayError::Dkim)?;
    let relaxed = DkimCanonicalizationType::Relaxed;
    Ok(DkimConfig::new(
        options.selector.clone(),
        domain.to_owned(),
        key,
        SIGNED.map(HeaderName::new_from_ascii_str).to_vec(),
        DkimCanonicalization { header: relaxed, body: relaxed },
    ))
}

/// A permanent refusal is the relay's word (5yz); everything else may pass: greylisting, a full disk, a network that is
/// away.
fn delivery_of(error: &SmtpError) -> Delivery {
    let mut why = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        why.push_str(": ");
        why.push_str(&cause.to_string());
        source = cause.source();
    }
    if error.is_permanent() { Delivery::Refused { why } } else { Delivery::Later { why } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(url: &str) -> RelayOptions {
        RelayOptions {
            url: Zeroizing::new(url.to_owned()),
            from: "no-reply@example.com".to_owned(),
            dkim: None,
        }
    }

    #[tokio::test]
    async fn a_relay_that_does_not_answer_is_left_alone_for_longer_each_time_and_until_it_does() {
        let relay = Relay::new(options("smtp://127.0.0.1:2525")).expect("usable");
        tokio::time::pause();
        let left = || relay.left_alone_for().map(|left| left.as_secs());
        assert_eq!(left(), None);
        relay.note(false);
        relay.note(false);
        assert_eq!(left(), Some(5), "two connections tried together count once");
        for expected in [10, 20, 40, 80, 160, 300, 300] {
            tokio::time::advance(PAUSE_LAST).await;
            assert_eq!(left(), None, "it is tried again");
            relay.note(false);
            assert_eq!(left(), Some(expected));
        }
        relay.note(true);
        assert_eq!(left(), None);
    }

    #[tokio::test]
    async fn options_that_are_not_usable_are_refused_without_repeating_a_password() {
        assert!(Relay::new(options("smtp://127.0.0.1:2525")).is_ok());
        assert!(Relay::new(options("smtps://user:pass@mail.example.com")).is_ok());
        let Err(error) = Relay::new(options("http://user:hunter2@mail.example.com")) else {
            panic!("not SMTP");
        };
        assert!(!error.to_string().contains("hunter2"));
        let nobody = RelayOptions { from: "nobody".to_owned(), ..options("smtp://127.0.0.1") };
        assert!(matches!(Relay::new(nobody), Err(RelayError::From(_))));
        let dkim = DkimOptions { selector: "s".to_owned(), key_pem: Zeroizing::new("no key".to_owned()) };
        let unsigned = RelayOptions { dkim: Some(dkim), ..options("smtp://127.0.0.1") };
        assert!(matches!(Relay::new(unsigned), Err(RelayError::Dkim)));
    }
}
