//! A placement as SVG. Every text goes through the template, which escapes it.

use maud::{Markup, html};
use tegata_model::placement::{Answers, Finding, Hop, HopKind, Network, TlsRole};
use tegata_operations::placement::CheckedPlacement;

use super::super::words;
use super::layout::{BOX_HEIGHT, BOX_WIDTH, FAULT_HEIGHT, FAULTS_SHOWN, Layout, MARGIN, layout};
use super::lines;

/// Fonts that machines have; widths are estimated for the widest.
const FONT: &str = "Inter, 'Segoe UI', Helvetica, Arial, 'DejaVu Sans', sans-serif";
/// How many letters a line of a box holds.
const LETTERS: usize = 29;
/// And how many a line of a name, which is larger.
const NAME_LETTERS: usize = 21;
/// A line of the legend, in pixels, and the width of one of its letters.
const LEGEND_LINE: usize = 19;
const LEGEND_LETTER: usize = 8;
/// The narrowest picture: a legend needs room.
const WIDTH_MIN: usize = 900;

const INK: &str = "#16202c";
const GREY: &str = "#5b6b7c";
const PALE: &str = "#c9d2dc";
const GOOD: &str = "#0b7a4b";
const WARM: &str = "#b25b00";
const BAD: &str = "#c21f2c";

/// The picture, as a document of its own.
pub(super) fn picture(checked: &CheckedPlacement) -> String {
    let placement = &checked.placement;
    let faults: Vec<usize> = (0..placement.hops.len()).map(|place| of_hop(checked, place).count()).collect();
    let layout = layout(placement, &faults);
    let width = layout.width.max(WIDTH_MIN);
    let legend = legend(checked, width);
    let height = layout.height + MARGIN + legend.height;
    let view = format!("0 0 {width} {height}");
    let picture = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(view) width=(width) height=(height) font-family=(FONT) role="img" {
            title { "Placement of " (placement.name) }
            rect x="0" y="0" width=(width) height=(height) fill="#ffffff" {}
            @for (line, text) in lines::wrapped(&placement.name, (width - 2 * MARGIN) / 14, 1).iter().enumerate() {
                text x=(MARGIN) y=(46 + 26 * line) font-size="24" font-weight="700" fill=(INK) { (text) }
            }
            text x=(MARGIN) y="76" font-size="17" fill=(end_colour(checked)) { (lines::end(placement)) }
            @for (place, hop) in placement.hops.iter().enumerate() {
                @if let Some(from) = hop.from { (way(&layout, from, place, hop)) }
            }
            @for (place, hop) in placement.hops.iter().enumerate() {
                (hop_box(layout.corners[place], hop, &of_hop(checked, place).collect::<Vec<_>>()))
            }
            g transform=(format!("translate({MARGIN} {})", layout.height + MARGIN)) { (legend.markup) }
        }
    };
    picture.into_string()
}

fn of_hop(checked: &CheckedPlacement, place: usize) -> impl Iterator<Item = &Finding> {
    checked.findings.iter().filter(move |finding| finding.hop == place)
}

fn end_colour(checked: &CheckedPlacement) -> &'static str {
    if checked.placement.tls_ends_at().is_empty() { BAD } else { GOOD }
}

/// The line from one hop to the next, with what is spoken above it and the network below it.
fn way(layout: &Layout, from: usize, to: usize, hop: &Hop) -> Markup {
    let (from_x, from_y) = layout.corners[from];
    let (to_x, to_y) = layout.corners[to];
    let (start_x, start_y) = (from_x + BOX_WIDTH, from_y + BOX_HEIGHT / 2);
    let (end_x, end_y) = (to_x, to_y + BOX_HEIGHT / 2);
    let bend = start_x + 14;
    let tip = end_x - 9;
    let path = format!("M{start_x} {start_y} H{bend} V{end_y} H{tip}");
    let (colour, dashes) = match (hop.protocol, lines::is_encrypted(hop), hop.network) {
        (None, ..) => (GREY, "2 4"),
        (_, true, _) => (GOOD, "none"),
        _ if hop.answers == Some(Answers::RedirectToHttps) => (GREY, "7 5"),
        (_, false, Network::Untrusted) => (BAD, "7 5"),
        (_, false, _) => (WARM, "7 5"),
    };
    let middle = bend + (tip - bend) / 2;
    let head = format!("M{tip} {} L{end_x} {end_y} L{tip} {} Z", end_y - 5, end_y + 5);
    html! {
        path d=(path) fill="none" stroke=(colour) stroke-width="2" stroke-dasharray=(dashes) {}
        path d=(head) fill=(colour) {}
        text x=(middle) y=(end_y - 8) font-size="12" font-weight="700" text-anchor="middle" fill=(colour) {
            (lines::spoken(hop))
        }
        text x=(middle) y=(end_y + 17) font-size="11" text-anchor="middle" fill=(GREY) { (lines::network(hop)) }
    }
}

fn hop_box((x, y): (usize, usize), hop: &Hop, findings: &[&Finding]) -> Markup {
    let is_faulty = !findings.is_empty();
    let ends = hop.tls == TlsRole::Ends && hop.answers.is_none();
    let (stroke, stroke_width) = match (is_faulty, ends) {
        (true, _) => (BAD, "2.5"),
        (false, true) => (GOOD, "2.5"),
        (false, false) => (PALE, "1.5"),
    };
    let fill = if hop.kind == HopKind::Name { "#f4f6f9" } else { "#ffffff" };
    let left = x + 14;
    let word = match hop.kind {
        HopKind::Name => "NAME",
        kind => kind.word(),
    };
    html! {
        rect x=(x) y=(y) width=(BOX_WIDTH) height=(BOX_HEIGHT) rx="10" fill=(fill) stroke=(stroke) stroke-width=(stroke_width) {}
        text x=(left) y=(y + 22) font-size="11" font-weight="700" letter-spacing="0.6" fill=(GREY) { (word) }
        @for (line, (text, size, weight, colour)) in box_lines(hop).into_iter().enumerate() {
            text x=(left) y=(y + 41 + 17 * line) font-size=(size) font-weight=(weight) fill=(colour) { (text) }
        }
        (mark(x, y, hop))
        @if is_faulty { (badge(x + BOX_WIDTH, y, findings.len())) }
        @for (line, finding) in findings.iter().take(FAULTS_SHOWN).enumerate() {
            text x=(left) y=(y + BOX_HEIGHT + 16 + FAULT_HEIGHT * line) font-size="12.5" font-weight="600" fill=(BAD) {
                (finding.fault.code())
            }
        }
        @if findings.len() > FAULTS_SHOWN {
            text x=(left) y=(y + BOX_HEIGHT + 16 + FAULT_HEIGHT * FAULTS_SHOWN) font-size="12.5" fill=(BAD) {
                "and " (findings.len() - FAULTS_SHOWN) " more"
            }
        }
    }
}

/// The lines of a box: text, size, weight, colour.
fn box_lines(hop: &Hop) -> Vec<(String, &'static str, &'static str, &'static str)> {
    // A name has nothing else in its box, and may be long.
    let name_lines = if hop.kind == HopKind::Name { 5 } else { 1 };
    let name = lines::labels(&hop.name, NAME_LETTERS, name_lines).into_iter();
    let mut all: Vec<_> = name.map(|line| (line, "14.5", "700", INK)).collect();
    let mut add = |text: Option<String>, colour| {
        let lines = text.map(|text| lines::wrapped(&text, LETTERS, 1)).unwrap_or_default();
        all.extend(lines.into_iter().map(|line| (line, "12", "400", colour)));
    };
    add(Some(hop.address.clone()).filter(|address| !address.is_empty() && *address != hop.name), GREY);
    add(lines::served(hop), INK);
    let certificate = match (lines::certificate(hop), lines::names(hop)) {
        (Some(_), Some(names)) => Some(format!("{}: {names}", source_word(hop))),
        (certificate, _) => certificate,
    };
    add(certificate, INK);
    all
}

fn source_word(hop: &Hop) -> &'static str {
    use tegata_model::placement::CertificateSource::{Imported, Outside, Own};
    match hop.certificate.as_ref().map(|certificate| certificate.source) {
        Some(Own) => "own",
        Some(Imported) => "imported",
        Some(Outside) => "outside",
        None => "",
    }
}

/// What the hop does with TLS, at the foot of its box, with the end of its certificate beside it.
fn mark(x: usize, y: usize, hop: &Hop) -> Markup {
    let role = lines::role(hop);
    let (fill, ink) = match (hop.tls, hop.answers) {
        (TlsRole::Ends, None) => (GOOD, "#ffffff"),
        (TlsRole::EndsAndBeginsAgain | TlsRole::PassesThrough, None) => ("#e3f3ec", GOOD),
        (TlsRole::PlainText, None) => ("#fdf0e2", WARM),
        _ => ("#eef1f5", GREY),
    };
    let width = role.len() * 7 + 18;
    let top = y + BOX_HEIGHT - 32;
    html! {
        @if !role.is_empty() {
            rect x=(x + 12) y=(top) width=(width) height="22" rx="11" fill=(fill) {}
            text x=(x + 12 + width / 2) y=(top + 15) font-size="11.5" font-weight="600" text-anchor="middle" fill=(ink) { (role) }
        }
        @if let Some(end) = lines::ends_on(hop).filter(|_| width < 120) {
            text x=(x + BOX_WIDTH - 12) y=(top + 15) font-size="10.5" text-anchor="end" fill=(GREY) {
                (end.trim_start_matches("expires "))
            }
        }
    }
}

/// The number of faults, at a corner of the box.
fn badge(x: usize, y: usize, count: usize) -> Markup {
    html! {
        circle cx=(x - 4) cy=(y + 4) r="13" fill=(BAD) stroke="#ffffff" stroke-width="2" {}
        text x=(x - 4) y=(y + 9) font-size="13" font-weight="700" text-anchor="middle" fill="#ffffff" { (count) }
    }
}

struct Legend {
    markup: Markup,
    height: usize,
}

/// What is wrong, in sentences.
fn legend(checked: &CheckedPlacement, width: usize) -> Legend {
    let letters = (width - 2 * MARGIN) / LEGEND_LETTER;
    let mut written: Vec<(String, bool)> = Vec::new();
    for finding in &checked.findings {
        let Some(hop) = checked.placement.hops.get(finding.hop) else { continue };
        written.push((finding.fault.code().to_owned(), true));
        let cause = lines::sentence(&words::cause(&finding.fault, hop), letters);
        written.extend(cause.into_iter().map(|line| (line, false)));
    }
    if checked.placement.is_truncated {
        written.push(("Not all hops are drawn.".to_owned(), false));
    }
    let height = if written.is_empty() { 0 } else { written.len() * LEGEND_LINE + MARGIN };
    let markup = html! {
        @for (line, (text, is_code)) in written.iter().enumerate() {
            @if *is_code {
                text x="0" y=(14 + LEGEND_LINE * line) font-size="13" font-weight="700" fill=(BAD) { (text) }
            } @else {
                text x="0" y=(14 + LEGEND_LINE * line) font-size="13" fill=(INK) { (text) }
            }
        }
    };
    Legend { markup, height }
}
