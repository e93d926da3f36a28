//! Any text as a key file: refused, or written again as the same keys.
#![no_main]

use comity_wire::evidence::keyfile::{PublicKeys, SecretKeys};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(keys) = PublicKeys::from_text(text) {
        assert_eq!(PublicKeys::from_text(&keys.to_text()), Ok(keys));
    }
    if let Ok(keys) = SecretKeys::from_text(text) {
        let again = SecretKeys::from_text(&keys.to_text()).expect("we wrote it");
        assert_eq!(again.public(), keys.public());
    }
});
