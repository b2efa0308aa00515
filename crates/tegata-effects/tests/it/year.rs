//! A year with a thousand certificates of all kinds, in steps of a day; its event log is read line by line.

mod life;

use std::collections::{BTreeMap, HashSet};

use tegata_model::CertificateId;
use tegata_model::certificate::issue::CaaVerdict;
use tegata_model::certificate::{RevocationReason, Status};
use tegata_model::event::Event;
use tegata_operations::certificate::approval::{Decision, decide};
use tegata_operations::certificate::revocation::revoke;
use tegata_operations::certificate::{PemBundle, import};
use tegata_operations::certificate::{export, give_notices, mail, request};
use tegata_store::events;
use tegata_store::mails::MailState;
use tegata_testkit::dns_request;
use tegata_x509::pem;
use zeroize::Zeroizing;

use self::life::{Life, Totals};
use crate::town::{DAY, Town};

/// What becomes of a certificate in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// In use, its record stays.
    Used,
    /// It is not in use.
    Unused,
    /// It is not in use here, and it was exported once.
    Exported,
    /// In use; its record goes, and comes back in time.
    RecordLost,
    /// In use; its record is removed and stays away.
    RecordGone,
    /// In use; CAA forbids it for a while.
    Forbidden,
    /// In use, proven by mail, and approved each time.
    Approved,
    /// In use, proven by mail, and approved the first time alone.
    Unapproved,
    /// Exported, and revoked on the hundredth day.
    Revoked,
    /// Brought.
    Imported,
    /// Its record never comes.
    Unproven,
    /// For a name in no zone here.
    Reserved,
}

/// A thousand in all.
const KINDS: [(Kind, usize); 12] = [
    (Kind::Used, 500),
    (Kind::Unused, 200),
    (Kind::Exported, 100),
    (Kind::RecordLost, 60),
    (Kind::RecordGone, 40),
    (Kind::Forbidden, 20),
    (Kind::Approved, 20),
    (Kind::Unapproved, 20),
    (Kind::Revoked, 20),
    (Kind::Imported, 10),
    (Kind::Unproven, 5),
    (Kind::Reserved, 5),
];

/// Over how many days they are asked for.
const ASKED_OVER: usize = 10;
/// When records go and CAA begins to forbid; when both are put right, some days before the first end; and when exported
/// keys are found to be out.
const GONE: usize = 30;
const BACK: usize = 194;
const OUT: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn a_year_passes_and_its_log_is_what_the_guide_says() {
    let mut town = Town::asleep(|_| ()).await;
    town.wake();
    let mut year = Year { town, kinds: BTreeMap::new(), read: HashSet::new() };
    let all: Vec<Kind> = KINDS.iter().flat_map(|(kind, count)| vec![*kind; *count]).collect();
    assert_eq!(all.len(), 1000);
    for day in 0..365 {
        let today = all.iter().enumerate().filter(|(number, _)| number % ASKED_OVER == day);
        for (number, kind) in today {
            year.ask(*kind, number).await;
        }
        year.town.quiet().await;
        if year.read_mail().await {
            year.town.quiet().await;
        }
        if day < ASKED_OVER + 3 {
            year.take_up().await;
        }
        if [GONE, BACK, OUT].contains(&day) {
            year.change(day).await;
        }
        // One day after the other, however busy the machine is: only the last day's moments are told.
        year.tell_of_ends().await;
        year.town.world.advance(DAY);
    }
    year.town.quiet().await;
    year.tell_of_ends().await;
    year.check().await;
}

struct Year {
    town: Town,
    kinds: BTreeMap<CertificateId, Kind>,
    /// The mails that were read.
    read: HashSet<tegata_model::MailId>,
}

impl Year {
    async fn ask(&mut self, kind: Kind, number: usize) {
        let name = match kind {
            Kind::Reserved => format!("n{number}.amazonaws.com"),
            _ => format!("n{number}.example.com"),
        };
        let town = &self.town;
        let (instance, owner) = (&town.world.instance, &town.world.owner);
        let mut ask = dns_request(&[&name]);
        ask.key_algorithm = Some("EC_prime256v1".to_owned());
        let id = match kind {
            Kind::Unproven | Kind::Reserved => town.request(&[&name]).await,
            Kind::Approved | Kind::Unapproved => {
                ask.method = None;
                request(instance, owner, ask, None).await.expect("requested")
            }
            Kind::Exported | Kind::Revoked => {
                ask.export = tegata_model::certificate::ExportOption::Enabled;
                let id = request(instance, owner, ask, None).await.expect("requested");
                town.put_records(id).await;
                id
            }
            Kind::Imported => {
                // What another authority issued: the first certificate will do.
                let first =
                    *self.kinds.iter().find(|(_, kind)| **kind == Kind::Used).expect("there is one").0;
                town.until_status(first, Status::Issued).await;
                let served = town.served(first).await;
                let bag = pem::decode_certificates(&served.chain_pem).expect("PEM");
                let import_fixture = PemBundle {
                    certificate: pem::encode_certificate(&bag[0]).into_bytes(),
                    private_key: Zeroizing::new(served.key_pem.as_bytes().to_vec()),
                    chain: Some(pem::encode_chain(&bag[1..]).into_bytes()),
                };
                import(instance, owner, import_fixture, Vec::new()).await.expect("imported")
            }
            _ => town.request_with_records(&[&name]).await,
        };
        self.kinds.insert(id, kind);
    }

    /// Uses and exports what is issued by now.
    async fn take_up(&mut self) {
        for (id, kind) in &self.kinds {
            let certificate = self.town.certificate(*id).await;
            if certificate.version.is_none() {
                continue;
            }
            match kind {
                Kind::Exported | Kind::Revoked if certificate.exported.is_none() => self.export(*id).await,
                Kind::Used
                | Kind::RecordLost
                | Kind::RecordGone
                | Kind::Forbidden
                | Kind::Approved
                | Kind::Unapproved => self.town.attach(*id).await,
                _ => {}
            }
        }
    }

    async fn export(&self, id: CertificateId) {
        let (instance, owner) = (&self.town.world.instance, &self.town.world.owner);
        let passphrase = Zeroizing::new(b"a passphrase".to_vec());
        export(instance, owner, id, passphrase).await.expect("exported");
    }

    /// What the owners do, and leave undone.
    async fn change(&mut self, day: usize) {
        for (id, kind) in &self.kinds {
            let certificate = self.town.certificate(*id).await;
            let Some(name) = certificate.names().first() else { continue };
            match (kind, day) {
                (Kind::RecordLost | Kind::RecordGone, GONE) => self.town.names.remove(&name.record),
                (Kind::RecordLost, BACK) => self.town.names.put(&name.record),
                (Kind::Forbidden, GONE) => {
                    let why = "it names somebody else".to_owned();
                    self.town.names.set_caa(name.name.as_str(), CaaVerdict::Forbidden { why });
                }
                (Kind::Forbidden, BACK) => {
                    self.town.names.set_caa(name.name.as_str(), CaaVerdict::Permitted);
                }
                (Kind::Revoked, OUT) => {
                    let (instance, owner) = (&self.town.world.instance, &self.town.world.owner);
                    revoke(instance, owner, *id, RevocationReason::KeyCompromise).await.expect("revoked");
                }
                _ => {}
            }
        }
    }

    /// Approves what is to be approved, by the mails that came since; says whether there were any.
    async fn read_mail(&mut self) -> bool {
        let before = self.read.len();
        let (instance, owner) = (&self.town.world.instance, &self.town.world.owner);
        for listed in mail::list(instance, owner).await.expect("listed") {
            if listed.state != MailState::Kept || !self.read.insert(listed.id) {
                continue;
            }
            let (_, body) = mail::show(instance, owner, listed.id).await.expect("there");
            let body = body.expect("it is kept");
            let (_, rest) = body.split_once("?code=").expect("a link");
            let (code, rest) = rest.split_once("&context=").expect("a context");
            let context = rest.lines().next().unwrap_or_default();
            let id: CertificateId = context.parse().expect("an identifier");
            let is_first = self.town.certificate(id).await.version.is_none();
            if is_first || self.kinds.get(&id) == Some(&Kind::Approved) {
                decide(instance, code, context, Decision::Approved).await.expect("decided");
            }
        }
        self.read.len() > before
    }

    /// Gives the notices that are due.
    async fn tell_of_ends(&self) {
        while give_notices(&self.town.world.worker).await.expect("told") {}
    }

    /// Reads the whole log.
    async fn check(&self) {
        let mut lives: BTreeMap<CertificateId, Life> = BTreeMap::new();
        let mut after = 0;
        loop {
            let page = self.town.world.instance.read(move |tx| events::list_after(tx, after, 1000)).await;
            let page = page.expect("read");
            let Some(last) = page.last() else { break };
            after = last.sequence;
            for Event { at, kind, subject, detail, .. } in page.into_iter().map(|stored| stored.event) {
                let Ok(id) = subject.parse::<CertificateId>() else { continue };
                let Some(of) = self.kinds.get(&id) else { continue };
                lives.entry(id).or_insert_with(|| Life::new(*of)).take(at, kind.as_str(), &detail);
            }
        }
        assert_eq!(lives.len(), 1000, "each has something to tell");
        let mut totals: BTreeMap<Kind, Vec<Totals>> = BTreeMap::new();
        for life in lives.into_values() {
            totals.entry(life.kind).or_default().push(life.totals());
        }
        for (kind, totals) in totals {
            for one in totals {
                one.check(kind);
            }
        }
    }
}
