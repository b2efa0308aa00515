//! Filter statements: a tree of unions on the wire.

use tegata_aws::Moment;
use tegata_aws::generated::acm::{
    AcmCertificateMetadataFilter, CertificateFilter, CertificateFilterStatement, TimestampRange,
    X509AttributeFilter,
};
use tegata_model::certificate::search::{Detail, Facet, Filter, Span, Text};
use tegata_operations::reason::CertificateReason;
use tegata_operations::{Caller, Error};

use crate::acm::arn;

/// How many filters a statement may have, and how deep it may go. ACM tells the width of one level alone.
const FILTERS_MAX: usize = 200;
const DEPTH_MAX: usize = 10;

/// Reads a statement.
pub(super) fn read(caller: &Caller, statement: CertificateFilterStatement) -> Result<Filter, Error> {
    let mut reader = Reader { caller, filters: 0 };
    reader.statement(statement, "filterStatement", 1)
}

struct Reader<'a> {
    caller: &'a Caller,
    filters: usize,
}

impl Reader<'_> {
    fn statement(
        &mut self,
        statement: CertificateFilterStatement,
        path: &str,
        depth: usize,
    ) -> Result<Filter, Error> {
        if depth > DEPTH_MAX {
            let message = format!("The filter at '{path}' is nested more than {DEPTH_MAX} levels deep.");
            return Err(Error::invalid(CertificateReason::Filter, message));
        }
        let CertificateFilterStatement { and, or, not, filter } = statement;
        match (and, or, not, filter) {
            (Some(and), None, None, None) => {
                Ok(Filter::All(self.list(and, &format!("{path}.and"), depth)?))
            }
            (None, Some(or), None, None) => Ok(Filter::Any(self.list(or, &format!("{path}.or"), depth)?)),
            (None, None, Some(not), None) => {
                let negated = self.statement(*not, &format!("{path}.not"), depth + 1)?;
                Ok(Filter::Not(Box::new(negated)))
            }
            (None, None, None, Some(filter)) => self.filter(filter, &format!("{path}.filter")),
            _ => Err(not_one(path, "And, Or, Not and Filter")),
        }
    }

    fn list(
        &mut self,
        statements: Vec<CertificateFilterStatement>,
        path: &str,
        depth: usize,
    ) -> Result<Vec<Filter>, Error> {
        let numbered = statements.into_iter().zip(1_usize..);
        numbered
            .map(|(statement, number)| {
                self.statement(statement, &format!("{path}.{number}.member"), depth + 1)
            })
            .collect()
    }

    fn filter(&mut self, filter: CertificateFilter, path: &str) -> Result<Filter, Error> {
        self.filters += 1;
        if self.filters > FILTERS_MAX {
            let message = format!("FilterStatement has more than {FILTERS_MAX} filters.");
            return Err(Error::invalid(CertificateReason::Filter, message));
        }
        let CertificateFilter { certificate_arn, x509_attribute_filter, acm_certificate_metadata_filter } =
            filter;
        match (certificate_arn, x509_attribute_filter, acm_certificate_metadata_filter) {
            (Some(arn), None, None) => match arn::certificate_of(self.caller, &arn) {
                Ok(id) => Ok(Filter::Detail(Detail::Identifier(id))),
                // Another account's is not found, and does not fail.
                Err(error) if error.reason() == CertificateReason::NoSuchCertificate.into() => {
                    Ok(Filter::Facet(Facet::Nothing))
                }
                // A search has no code of its own for it.
                Err(error) => Err(Error::invalid(CertificateReason::Filter, error.message().to_owned())),
            },
            (None, Some(attribute), None) => of_attribute(attribute, &format!("{path}.x509AttributeFilter")),
            (None, None, Some(metadata)) => {
                of_metadata(metadata, &format!("{path}.acmCertificateMetadataFilter"))
            }
            _ => Err(not_one(path, "CertificateArn, X509AttributeFilter and AcmCertificateMetadataFilter")),
        }
    }
}

fn of_attribute(filter: X509AttributeFilter, path: &str) -> Result<Filter, Error> {
    let X509AttributeFilter {
        subject,
        subject_alternative_name,
        extended_key_usage,
        key_usage,
        key_algorithm,
        serial_number,
        not_after,
        not_before,
    } = filter;
    let common_name = match subject {
        None => None,
        Some(subject) => {
            let common_name = subject.common_name;
            Some(common_name.ok_or_else(|| not_one(&format!("{path}.subject"), "CommonName"))?)
        }
    };
    let dns_name = match subject_alternative_name {
        None => None,
        Some(name) => {
            let dns_name = name.dns_name;
            Some(dns_name.ok_or_else(|| not_one(&format!("{path}.subjectAlternativeName"), "DnsName"))?)
        }
    };
    let found = [
        common_name
            .map(|name| Filter::Detail(Detail::DomainName(text(&name.value, &name.comparison_operator)))),
        dns_name.map(|name| Filter::Detail(Detail::DnsName(text(&name.value, &name.comparison_operator)))),
        extended_key_usage.map(|usage| Filter::Facet(Facet::ExtendedKeyUsage(usage))),
        key_usage.map(|usage| Filter::Facet(Facet::KeyUsage(usage))),
        key_algorithm.map(|algorithm| Filter::Facet(Facet::KeyAlgorithm(algorithm))),
        serial_number.map(|serial| Filter::Detail(Detail::Serial(serial))),
        not_after.map(|range| Filter::Detail(Detail::NotAfter(span(range)))),
        not_before.map(|range| Filter::Detail(Detail::NotBefore(span(range)))),
    ];
    one(found, path, "its members")
}

fn of_metadata(filter: AcmCertificateMetadataFilter, path: &str) -> Result<Filter, Error> {
    let AcmCertificateMetadataFilter {
        status,
        renewal_status,
        r#type,
        in_use,
        exported,
        export_option,
        managed_by,
        validation_method,
        certificate_key_pair_origin,
        acme_endpoint_arn,
        acme_account_id,
        root_hierarchy_type,
    } = filter;
    let found = [
        status.map(Facet::Status),
        renewal_status.map(Facet::RenewalStatus),
        r#type.map(Facet::CertificateType),
        in_use.map(Facet::InUse),
        exported.map(Facet::Exported),
        export_option.map(Facet::ExportOption),
        managed_by.map(Facet::ManagedBy),
        validation_method.map(Facet::ValidationMethod),
        certificate_key_pair_origin.map(Facet::KeyPairOrigin),
        // No certificate here has one.
        acme_endpoint_arn.map(|_| Facet::Nothing),
        acme_account_id.map(|_| Facet::Nothing),
        root_hierarchy_type.map(|_| Facet::Nothing),
    ];
    one(found.map(|facet| facet.map(Filter::Facet)), path, "its members")
}

fn text(value: &str, comparison: &str) -> Text {
    match comparison {
        "CONTAINS" => Text::contains(value),
        _ => Text::equals(value),
    }
}

fn span(TimestampRange { start, end }: TimestampRange) -> Span {
    let time = |moment: Option<Moment>| moment.map(|Moment(time)| time);
    Span { start: time(start), end: time(end) }
}

fn one<const N: usize>(found: [Option<Filter>; N], path: &str, members: &str) -> Result<Filter, Error> {
    let mut found = found.into_iter().flatten();
    match (found.next(), found.next()) {
        (Some(filter), None) => Ok(filter),
        _ => Err(not_one(path, members)),
    }
}

/// A union has one member, and says which.
fn not_one(path: &str, members: &str) -> Error {
    Error::invalid(
        CertificateReason::Filter,
        format!("The filter at '{path}' must have exactly one of {members}."),
    )
}
