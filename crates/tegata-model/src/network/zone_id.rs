//! Identifiers of availability zones.

use crate::Region;

/// The identifier of a zone of a region, such as `use1-az1` for `us-east-1a`. AWS's numbers differ by account; here the
/// letters are counted.
#[must_use]
pub fn zone_id(region: &Region, letter: char) -> String {
    let mut short = String::new();
    for (place, part) in region.as_str().split('-').enumerate() {
        match part {
            part if place == 0 => short.push_str(part),
            "north" | "south" | "east" | "west" | "central" => short.push_str(&part[..1]),
            "northeast" => short.push_str("ne"),
            "northwest" => short.push_str("nw"),
            "southeast" => short.push_str("se"),
            "southwest" => short.push_str("sw"),
            part => short.push_str(part),
        }
    }
    let number = u32::from(letter).saturating_sub(u32::from('a')) + 1;
    format!("{short}-az{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_called_as_at_aws() {
        let id =
            |region: &str, letter| zone_id(&Region::try_from(region.to_owned()).expect("a region"), letter);
        assert_eq!(id("us-east-1", 'a'), "use1-az1");
        assert_eq!(id("ap-northeast-1", 'c'), "apne1-az3");
        assert_eq!(id("us-gov-west-1", 'b'), "usgovw1-az2");
    }
}
