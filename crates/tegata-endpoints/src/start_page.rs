//! The page at `/`, for a browser that opens the API's address.
//!
//! Strangers learn that Tegata runs, its root certificates, which are public, and where to read on. Version, account,
//! region and the lines for a shell are for this machine: an account's number is no secret to AWS, but no one else's
//! business either. No secret is on the page.

use std::net::{IpAddr, SocketAddr};

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, FORWARDED};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use maud::{Markup, html};
use tegata_operations::Instance;
use tegata_operations::authority::{AuthorityFiles, ROOTS_PATH, RootCertificate};

use crate::browser::is_for_this_machine;
use crate::page::{Language, Page, PageColour, response};
use crate::services::REGISTRY;

/// Whether a request is a browser's, for the page: AWS's clients sign, name a service, or ask for no HTML.
pub(crate) fn is_wanted(parts: &Parts, path: &str) -> bool {
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let accepts = parts.headers.get_all(ACCEPT).iter();
    let wants_html = accepts.filter_map(|value| value.to_str().ok()).any(|value| value.contains("text/html"));
    path == "/"
        && reads
        && wants_html
        && !parts.headers.contains_key(AUTHORIZATION)
        && REGISTRY.route(parts).is_none()
}

/// Answers with the page.
pub(crate) fn answer(
    instance: &Instance,
    files: &AuthorityFiles,
    parts: &Parts,
    peer: SocketAddr,
) -> Response<Bytes> {
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let chosen = form_urlencoded::parse(query).take(4).find(|(name, _)| name == "lang");
    let language = Language::of_request(chosen.as_ref().map(|(_, tag)| &**tag), &parts.headers);
    let reader = is_on_this_machine(parts, peer.ip()).then_some(instance);
    response(StatusCode::OK, page(language, reader, files.roots()))
}

/// Whether the reader sits at this machine: not behind a proxy on it, and not led here by another's name.
fn is_on_this_machine(parts: &Parts, peer: IpAddr) -> bool {
    let forwarded = parts.headers.contains_key(FORWARDED) || parts.headers.contains_key("x-forwarded-for");
    peer.to_canonical().is_loopback() && !forwarded && is_for_this_machine(parts)
}

fn page(language: Language, instance: Option<&Instance>, roots: &[RootCertificate]) -> Page {
    let words = words(language);
    let content = html! {
        h1 { (words.heading) }
        p { (words.what) }
        @if let Some(instance) = instance {
            dl {
                dt { (words.version) } dd { (env!("CARGO_PKG_VERSION")) }
                dt { (words.account) } dd { (instance.founding.account) }
                dt { (words.region) } dd { (instance.founding.region) }
            }
            h2 { (words.shell) }
            p { (words.shell_how) }
            pre tabindex="0" { (lines(instance)) }
        }
        h2 { (words.roots) }
        p { (words.roots_how) }
        (listed(&words, roots))
        p { a href=(ROOTS_PATH) download="root.pem" { (words.download) } }
        h2 { (words.read_on) }
        p { (words.read_on_where) }
    };
    let other = language.other();
    let footer = html! {
        a href="/health" { (words.health) }
        a href=(format!("/?lang={}", other.tag())) lang=(other.tag()) { (other.name()) }
    };
    Page { language, colour: PageColour::Plain, title: "Tegata", content, footer }
}

/// What a shell needs; the access key is not among it.
fn lines(instance: &Instance) -> String {
    format!(
        "eval \"$(tegata env)\"\n\n# or, with the access key of credentials.json:\n\
         export AWS_ENDPOINT_URL={}\nexport AWS_DEFAULT_REGION={}",
        instance.settings().pages_base_url,
        instance.founding.region
    )
}

fn listed(words: &Words, roots: &[RootCertificate]) -> Markup {
    html! {
        dl {
            @for root in roots {
                dt { (words.subject) } dd.domain { (root.subject) }
                dt { (words.until) } dd { (crate::page::moment(root.not_after)) }
                dt { "SHA-256" } dd.arn { (colons(&root.fingerprint)) }
            }
        }
    }
}

/// As `tegata root show` and `openssl x509 -fingerprint` write it.
fn colons(fingerprint: &str) -> String {
    let upper = fingerprint.to_ascii_uppercase();
    let pairs = upper.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned());
    pairs.collect::<Vec<String>>().join(":")
}

struct Words {
    heading: &'static str,
    what: &'static str,
    version: &'static str,
    account: &'static str,
    region: &'static str,
    shell: &'static str,
    shell_how: &'static str,
    roots: &'static str,
    roots_how: &'static str,
    subject: &'static str,
    until: &'static str,
    download: &'static str,
    read_on: &'static str,
    read_on_where: &'static str,
    health: &'static str,
}

fn words(language: Language) -> Words {
    match language {
        Language::English => Words {
            heading: "Tegata runs",
            what: "This is the address of its API. It speaks AWS Certificate Manager, Route 53 and Elastic Load Balancing.",
            version: "Version",
            account: "Account",
            region: "Region",
            shell: "Use it from a shell",
            shell_how: "This sets the variables that the AWS CLI, Terraform and tegata need.",
            roots: "Root certificates",
            roots_how: "Compare the fingerprints with what `tegata root show` prints on the server before you trust them.",
            subject: "Root",
            until: "Valid until",
            download: "Download root.pem",
            read_on: "Read on",
            read_on_where: "`tegata --help` lists the commands. README.md and the folder docs come with the source.",
            health: "Health",
        },
        Language::Japanese => Words {
            heading: "Tegata は動作しています",
            what: "ここは API のアドレスです。AWS Certificate Manager、Route 53、Elastic Load Balancing の API に応答します。",
            version: "バージョン",
            account: "アカウント",
            region: "リージョン",
            shell: "シェルから使う",
            shell_how: "AWS CLI、Terraform、tegata に必要な変数を設定します。",
            roots: "ルート証明書",
            roots_how: "信頼する前に、サーバーで `tegata root show` が表示するフィンガープリントと比べてください。",
            subject: "ルート",
            until: "有効期限",
            download: "root.pem をダウンロード",
            read_on: "次に読むもの",
            read_on_where: "コマンドの一覧は `tegata --help` にあります。README.md と docs フォルダーはソースコードに含まれています。",
            health: "稼働状態",
        },
    }
}

#[cfg(test)]
mod tests {
    use http::Request;
    use http::header::HOST;

    use super::*;

    const CHROMIUM: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    fn asked(method: Method, target: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().method(method).uri(target).header(HOST, "127.0.0.1:4566");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request").into_parts().0
    }

    #[test]
    fn browsers_get_the_page_and_nobody_else() {
        let browser = ("accept", CHROMIUM);
        let wanted = |parts: Parts| is_wanted(&parts, parts.uri.path());
        assert!(wanted(asked(Method::GET, "/", &[browser])));
        assert!(wanted(asked(Method::HEAD, "/?lang=ja", &[browser])));
        for parts in [
            asked(Method::GET, "/", &[]),
            asked(Method::GET, "/", &[("accept", "*/*")]),
            asked(Method::GET, "/", &[browser, ("authorization", "AWS4-HMAC-SHA256 x")]),
            asked(Method::POST, "/", &[browser]),
            asked(Method::GET, "/else", &[browser]),
            asked(Method::POST, "/", &[browser, ("x-amz-target", "CertificateManager.ListCertificates")]),
        ] {
            assert!(!wanted(parts.clone()), "{parts:?}");
        }
    }

    #[test]
    fn strangers_learn_no_account() {
        let here = SocketAddr::from(([127, 0, 0, 1], 40_000));
        let away = SocketAddr::from(([192, 0, 2, 7], 40_000));
        let of = |headers: &[(&str, &str)], peer: SocketAddr| {
            is_on_this_machine(&asked(Method::GET, "/", headers), peer.ip())
        };
        assert!(of(&[], here));
        assert!(!of(&[], away));
        assert!(!of(&[("x-forwarded-for", "192.0.2.7")], here), "a proxy on this machine");
        assert!(!of(&[("host", "rebound.example")], here), "a name that leads here");
    }

    #[test]
    fn the_page_of_strangers_has_roots_and_nothing_of_the_instance() {
        let root = RootCertificate {
            subject: "C=JP,O=Tegata,CN=<b>Root</b>".to_owned(),
            not_after: "2046-11-27T23:59:59Z".parse().expect("a time"),
            fingerprint: "0aff".repeat(16),
        };
        for language in [Language::English, Language::Japanese] {
            let page = page(language, None, std::slice::from_ref(&root)).html();
            assert!(
                page.contains("0A:FF:0A") && page.contains(ROOTS_PATH) && !page.contains("<b>"),
                "{page}"
            );
            assert!(!page.contains("export ") && !page.contains(env!("CARGO_PKG_VERSION")), "{page}");
        }
    }
}
