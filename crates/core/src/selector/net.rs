//! Addresses of the internet: IPv4, IPv6, ranges and network interfaces.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::{Context, Fault};

/// What an address can be worth to an investigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressClass {
    /// Given out by a registry to somebody who can be asked.
    Public,
    /// Set aside for examples; stands for a public one in exercises.
    Documentation,
    /// Private, shared, local, multicast or reserved: it leads to nobody.
    Special,
}

/// Sorts an address.
///
/// # Source
/// RFC 6890 and the IANA special-purpose registries; RFC 5737, 3849 and 9637 for documentation.
#[must_use]
pub fn address_class(address: IpAddr) -> AddressClass {
    let (documentation, special): (&[&str], &[&str]) = match address {
        IpAddr::V4(_) => (DOCUMENTATION_V4, SPECIAL_V4),
        IpAddr::V6(_) => (DOCUMENTATION_V6, SPECIAL_V6),
    };
    if within(address, documentation) {
        AddressClass::Documentation
    } else if within(address, special) {
        AddressClass::Special
    } else {
        AddressClass::Public
    }
}

fn within(address: IpAddr, blocks: &[&str]) -> bool {
    blocks
        .iter()
        .filter_map(|block| block.parse::<IpNet>().ok())
        .any(|block| block.contains(&address))
}

/// Dotted quad.
pub(super) fn read_ipv4(text: &str, context: &Context<'_>) -> Result<String, Fault> {
    let address: Ipv4Addr = text.parse().map_err(|_| Fault::Invalid)?;
    admit(address.into(), context.exercise)?;
    Ok(address.to_string())
}

/// The short form of RFC 5952, which is what the standard library writes.
pub(super) fn read_ipv6(text: &str, context: &Context<'_>) -> Result<String, Fault> {
    let address: Ipv6Addr = text.parse().map_err(|_| Fault::Invalid)?;
    admit(address.into(), context.exercise)?;
    Ok(address.to_string())
}

/// A prefix, with its length so that the caller can judge whether it is too wide.
///
/// # Errors
/// [`Fault::Invalid`] for bad notation or bits set beyond the prefix, else as for one address.
pub fn read_range(text: &str, context: &Context<'_>) -> Result<(String, u8), Fault> {
    let block: IpNet = text.parse().map_err(|_| Fault::Invalid)?;
    if block.addr() != block.network() {
        return Err(Fault::Invalid);
    }
    admit(block.network(), context.exercise)?;
    Ok((block.to_string(), block.prefix_len()))
}

fn admit(address: IpAddr, exercise: bool) -> Result<(), Fault> {
    match address_class(address) {
        AddressClass::Public => Ok(()),
        AddressClass::Documentation if exercise => Ok(()),
        AddressClass::Documentation => Err(Fault::ExerciseOnly),
        AddressClass::Special => Err(Fault::NotAttributable),
    }
}

/// Six bytes in hexadecimal, written `aa:bb:cc:dd:ee:ff`.
///
/// A locally administered address is made up by the device and changes, so it identifies nothing.
pub(super) fn read_mac(text: &str) -> Result<String, Fault> {
    let separated =
        text.split([':', '-']).count() == 6 && text.split([':', '-']).all(|part| part.len() == 2);
    let dotted = text.split('.').count() == 3 && text.split('.').all(|part| part.len() == 4);
    if !(separated || dotted || text.len() == 12) {
        return Err(Fault::Invalid);
    }
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, ':' | '-' | '.'))
        .collect();
    let bytes = hex::decode(&digits).map_err(|_| Fault::Invalid)?;
    let [first, ..] = bytes.as_slice() else {
        return Err(Fault::Invalid);
    };
    if bytes.len() != 6 || first & 1 == 1 {
        return Err(Fault::Invalid);
    }
    if first & 2 == 2 {
        return Err(Fault::NotUnique);
    }
    Ok(bytes
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect::<Vec<_>>()
        .join(":"))
}

/// Whether an address lies in one of the blocks that a profile lists.
#[must_use]
pub fn is_in(address: &str, blocks: &[String]) -> bool {
    let Ok(address) = address.parse::<IpAddr>() else {
        return false;
    };
    blocks.iter().any(|block| match address {
        IpAddr::V4(one) => block.parse::<Ipv4Net>().is_ok_and(|net| net.contains(&one)),
        IpAddr::V6(one) => block.parse::<Ipv6Net>().is_ok_and(|net| net.contains(&one)),
    })
}

const DOCUMENTATION_V4: &[&str] = &["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];

const SPECIAL_V4: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
];

const DOCUMENTATION_V6: &[&str] = &["2001:db8::/32", "3fff::/20"];

const SPECIAL_V6: &[&str] = &[
    "::/96",
    "::ffff:0:0/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "2001:2::/48",
    "2001:10::/28",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];
