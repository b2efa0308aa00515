//! Names of certificates as ACM writes them: an attribute, a member.

use tegata_aws::generated::acm::{CustomAttribute, DistinguishedName, GeneralName};
use tegata_x509::names::{self, Attribute};

/// A distinguished name. Of an attribute that comes twice and has one member, the first is shown.
pub(super) fn distinguished(attributes: &[Attribute]) -> DistinguishedName {
    let mut name = DistinguishedName::default();
    let mut components = Vec::new();
    let mut custom = Vec::new();
    for (oid, value) in attributes {
        // RFC 4519 §2, RFC 5280 §4.1.2.4.
        let member = match oid.as_str() {
            "2.5.4.3" => &mut name.common_name,
            "2.5.4.4" => &mut name.surname,
            "2.5.4.5" => &mut name.serial_number,
            "2.5.4.6" => &mut name.country,
            "2.5.4.7" => &mut name.locality,
            "2.5.4.8" => &mut name.state,
            "2.5.4.10" => &mut name.organization,
            "2.5.4.11" => &mut name.organizational_unit,
            "2.5.4.12" => &mut name.title,
            "2.5.4.42" => &mut name.given_name,
            "2.5.4.43" => &mut name.initials,
            "2.5.4.44" => &mut name.generation_qualifier,
            "2.5.4.46" => &mut name.distinguished_name_qualifier,
            "2.5.4.65" => &mut name.pseudonym,
            "0.9.2342.19200300.100.1.25" => {
                components.push(value.clone());
                continue;
            }
            _ => {
                let (object_identifier, value) = (Some(oid.clone()), Some(value.clone()));
                custom.push(CustomAttribute { object_identifier, value });
                continue;
            }
        };
        member.get_or_insert_with(|| value.clone());
    }
    name.domain_components = Some(components).filter(|components| !components.is_empty());
    name.custom_attributes = Some(custom).filter(|custom| !custom.is_empty());
    name
}

/// The subject that a certificate will have.
pub(super) fn common(domain_name: &str) -> DistinguishedName {
    DistinguishedName { common_name: Some(domain_name.to_owned()), ..DistinguishedName::default() }
}

/// A DNS name.
pub(super) fn dns(name: &str) -> GeneralName {
    GeneralName { dns_name: Some(name.to_owned()), ..GeneralName::default() }
}

/// A subject alternative name.
pub(super) fn general(name: &names::GeneralName) -> GeneralName {
    let none = GeneralName::default();
    match name {
        names::GeneralName::DnsName(name) => dns(name),
        names::GeneralName::IpAddress(address) => {
            GeneralName { ip_address: Some(address.to_string()), ..none }
        }
        names::GeneralName::Rfc822Name(mail) => GeneralName { rfc822_name: Some(mail.clone()), ..none },
        names::GeneralName::Uri(uri) => {
            GeneralName { uniform_resource_identifier: Some(uri.clone()), ..none }
        }
        names::GeneralName::DirectoryName(attributes) => {
            GeneralName { directory_name: Some(distinguished(attributes)), ..none }
        }
        names::GeneralName::RegisteredId(id) => GeneralName { registered_id: Some(id.clone()), ..none },
    }
}
