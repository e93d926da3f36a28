//! Who is at the other end of a connection, as far as the line itself tells.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use comity_core::id::Digest;

/// The other end of the connection that a request came over: an extension of each request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// SHA-256 of the TLS key that the caller showed and proved to hold.
    pub tls_key: Option<Digest>,
    /// Where it called from.
    pub address: IpAddr,
}

/// Addresses that count as one: an IPv4 address, or the 64 leading bits of an IPv6 address, since
/// one subscriber holds all addresses of a /64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Neighbourhood(Ipv6Addr);

impl From<IpAddr> for Neighbourhood {
    fn from(address: IpAddr) -> Self {
        Self(match address {
            IpAddr::V4(v4) => v4.to_ipv6_mapped(),
            IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some() => v6,
            IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64),
        })
    }
}

/// Counts open connections by neighbourhood.
#[derive(Clone, Debug)]
pub(crate) struct Crowd {
    most: usize,
    inside: Arc<Mutex<BTreeMap<Neighbourhood, usize>>>,
}

impl Crowd {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            inside: Arc::default(),
        }
    }

    /// A place for one more from there, given back when dropped; `None` when there are enough.
    pub(crate) fn enter(&self, from: IpAddr) -> Option<Seat> {
        let from = Neighbourhood::from(from);
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let count = inside.entry(from).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Seat {
            crowd: self.clone(),
            from,
        })
    }
}

/// One counted connection.
#[derive(Debug)]
pub(crate) struct Seat {
    crowd: Crowd,
    from: Neighbourhood,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let inside = self.crowd.inside.lock();
        let mut inside = inside.unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = inside.get_mut(&self.from) {
            *count -= 1;
            if *count == 0 {
                inside.remove(&self.from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn all_addresses_of_one_subscriber_count_as_one() {
        let of = |text: &str| Neighbourhood::from(address(text));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("192.0.2.7"), of("::ffff:192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }

    #[test]
    fn a_crowd_is_full_for_one_neighbourhood_and_open_for_the_next() {
        let crowd = Crowd::new(2);
        let first = crowd.enter(address("2001:db8::1")).expect("room");
        let _second = crowd.enter(address("2001:db8::2")).expect("room");
        assert!(crowd.enter(address("2001:db8::3")).is_none());
        assert!(crowd.enter(address("192.0.2.1")).is_some());
        drop(first);
        assert!(crowd.enter(address("2001:db8::3")).is_some());
    }
}
