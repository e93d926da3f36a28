//! Crypto-asset addresses and transactions, bank accounts and cards.

use iban::IbanLike as _;
use sha3::{Digest as _, Keccak256};

use super::{Fault, luhn};

/// The chains whose addresses carry a check that we can compute.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    Bitcoin,
    Ethereum,
    Tron,
    Other,
}

impl Chain {
    /// Chains that run the same machine as Ethereum write addresses the same way.
    fn named(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "bitcoin" | "btc" | "xbt" => Self::Bitcoin,
            "ethereum" | "eth" | "evm" | "polygon" | "matic" | "bsc" | "bnb" | "arbitrum"
            | "optimism" | "base" | "avalanche" | "usdt-erc20" | "erc20" => Self::Ethereum,
            "tron" | "trx" | "usdt-trc20" | "trc20" => Self::Tron,
            _ => Self::Other,
        }
    }

    /// The chain that an address shows by its own shape.
    fn guessed(address: &str) -> Self {
        let lower = address.to_ascii_lowercase();
        if lower.starts_with("0x") {
            Self::Ethereum
        } else if lower.starts_with("bc1")
            || (address.starts_with(['1', '3']) && is_base58_sized(address))
        {
            Self::Bitcoin
        } else if address.starts_with('T') && address.len() == 34 {
            Self::Tron
        } else {
            Self::Other
        }
    }
}

fn is_base58_sized(address: &str) -> bool {
    (26..=35).contains(&address.len())
}

/// An address, checked by the rule of its chain.
///
/// # Source
/// Bitcoin: Base58Check, BIP 173 and 350; Ethereum: EIP-55 where the case is mixed; Tron: Base58Check
/// with first byte 0x41.
pub(super) fn read_wallet(text: &str, chain: Option<&str>) -> Result<String, Fault> {
    let chain = match chain.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => Chain::named(name),
        None => Chain::guessed(text),
    };
    let good = match chain {
        Chain::Bitcoin => is_bitcoin(text),
        Chain::Ethereum => return read_ethereum(text),
        Chain::Tron => {
            base58_check(text).is_some_and(|b| b.len() == 21 && b.first() == Some(&0x41))
        }
        Chain::Other => {
            text.chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-:.".contains(c))
                && text.len() >= 8
        }
    };
    match (good, chain) {
        (false, _) => Err(Fault::Invalid),
        // An address in capitals is the same one; the small letters are the usual writing.
        (true, Chain::Bitcoin) if text.to_ascii_lowercase().starts_with("bc1") => {
            Ok(text.to_ascii_lowercase())
        }
        (true, _) => Ok(text.to_owned()),
    }
}

fn is_bitcoin(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("bc1") || lower.starts_with("tb1") {
        return bech32::segwit::decode(text).is_ok();
    }
    base58_check(text).is_some_and(|b| {
        b.len() == 21
            && b.first()
                .is_some_and(|v| matches!(v, 0x00 | 0x05 | 0x6f | 0xc4))
    })
}

fn base58_check(text: &str) -> Option<Vec<u8>> {
    // Decoding takes time with the square of the length, so length comes first.
    if !is_base58_sized(text) {
        return None;
    }
    bs58::decode(text).with_check(None).into_vec().ok()
}

fn read_ethereum(text: &str) -> Result<String, Fault> {
    let digits = text.strip_prefix("0x").ok_or(Fault::Invalid)?;
    if digits.len() != 40 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(Fault::Invalid);
    }
    let checksummed = eip55(&digits.to_ascii_lowercase());
    let mixed = digits.bytes().any(|b| b.is_ascii_uppercase())
        && digits.bytes().any(|b| b.is_ascii_lowercase());
    if mixed && checksummed != text {
        return Err(Fault::Invalid);
    }
    Ok(checksummed)
}

/// Capital letters where the hash of the small address has a high half-byte.
fn eip55(lower: &str) -> String {
    let hash = hex::encode(Keccak256::digest(lower.as_bytes()));
    let body: String = lower
        .chars()
        .zip(hash.bytes())
        .map(|(c, h)| {
            if matches!(h, b'8'..=b'9' | b'a'..=b'f') {
                c.to_ascii_uppercase()
            } else {
                c
            }
        })
        .collect();
    format!("0x{body}")
}

/// 64 hexadecimal digits, after `0x` on chains of Ethereum's kind.
pub(super) fn read_transaction(text: &str, chain: Option<&str>) -> Result<String, Fault> {
    let ethereum = match chain {
        Some(name) => Chain::named(name) == Chain::Ethereum,
        None => text.starts_with("0x"),
    };
    let digits = if ethereum {
        text.strip_prefix("0x").ok_or(Fault::Invalid)?
    } else {
        text
    };
    // Chains that write transactions otherwise are taken as they come.
    let foreign = chain.is_some_and(|name| Chain::named(name) == Chain::Other);
    let good = digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    match (good, foreign) {
        (true, _) => Ok(text.to_ascii_lowercase()),
        (false, true) if digits.len() >= 16 => Ok(text.to_owned()),
        (false, _) => Err(Fault::Invalid),
    }
}

/// Country, length and check digits. An exercise may use an invented country, but not a wrong check.
///
/// # Source
/// ISO 13616
pub(super) fn read_iban(text: &str, exercise: bool) -> Result<String, Fault> {
    let plain: String = text
        .chars()
        .filter(|c| *c != ' ')
        .collect::<String>()
        .to_ascii_uppercase();
    if let Ok(iban) = plain.parse::<iban::Iban>() {
        return Ok(iban.electronic_str().to_owned());
    }
    let base: iban::BaseIban = plain.parse().map_err(|_| Fault::Invalid)?;
    let invented = matches!(
        base.country_code().as_bytes(),
        [b'X', b'A'..=b'J' | b'L'..=b'Z']
    );
    if exercise && invented {
        Ok(base.electronic_str().to_owned())
    } else {
        Err(Fault::Invalid)
    }
}

/// A local number, with the bank's code where one is given.
pub(super) fn read_bank_account(text: &str, bic: Option<&str>) -> Result<String, Fault> {
    let good = text
        .chars()
        .all(|c| c.is_alphanumeric() || " -/.:".contains(c))
        && text.chars().any(|c| c.is_ascii_digit());
    match bic {
        _ if !good => Err(Fault::Invalid),
        Some(bic) if !is_bic(bic) => Err(Fault::Invalid),
        Some(bic) => Ok(format!("{}:{text}", bic.to_ascii_uppercase())),
        None => Ok(text.to_owned()),
    }
}

/// # Source
/// ISO 9362: bank, country, place, and a branch of three.
fn is_bic(text: &str) -> bool {
    matches!(text.len(), 8 | 11)
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 5 => b.is_ascii_alphabetic(),
            _ => b.is_ascii_alphanumeric(),
        })
}

/// First six and last four digits. A full number is a secret of its owner and a loss if it leaks.
pub(super) fn read_card(text: &str) -> Result<String, Fault> {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    if plain == digits && (13..=19).contains(&digits.len()) {
        return Err(Fault::Leak);
    }
    let (head, tail) = (
        digits.get(..6),
        digits.get(digits.len().saturating_sub(4)..),
    );
    let masked = plain
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '*' | 'x' | 'X' | '•' | '…' | '.'));
    match (head, tail) {
        (Some(head), Some(tail)) if masked && digits.len() == 10 && plain != digits => {
            Ok(format!("{head}******{tail}"))
        }
        // More digits than agreed, with a mask that hides too little.
        _ if masked && digits.len() > 10 => Err(Fault::Leak),
        _ => Err(Fault::Invalid),
    }
}

/// Whether a run of digits is very probably the full number of a payment card.
#[must_use]
pub(crate) fn is_card_number(digits: &str) -> bool {
    (15..=16).contains(&digits.len()) && digits.starts_with(['3', '4', '5']) && luhn(digits)
}
