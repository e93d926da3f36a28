//! Telephones, SIM cards and files.

use super::Fault;

/// The check of Luhn over a run of digits, the last one being the check digit.
///
/// # Source
/// ISO/IEC 7812-1 annex B
#[must_use]
pub fn luhn(digits: &str) -> bool {
    !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && luhn_sum(digits, false).is_multiple_of(10)
}

/// Sum from the right; `doubled` says whether the last digit counts double.
fn luhn_sum(digits: &str, mut doubled: bool) -> u32 {
    let mut sum: u32 = 0;
    for byte in digits.bytes().rev() {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        sum = sum.wrapping_add(match (doubled, digit) {
            (true, 5..) => digit * 2 - 9,
            (true, _) => digit * 2,
            (false, _) => digit,
        });
        doubled = !doubled;
    }
    sum
}

fn digits(text: &str) -> Result<String, Fault> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '/'))
        .collect();
    if !plain.is_empty() && plain.len() <= 32 && plain.bytes().all(|b| b.is_ascii_digit()) {
        Ok(plain)
    } else {
        Err(Fault::Invalid)
    }
}

/// 15 digits with a check digit. 14 are completed; of 16 (with software version) the first 14 count.
///
/// # Source
/// 3GPP TS 23.003 clause 6.2
pub(super) fn read_imei(text: &str) -> Result<String, Fault> {
    let plain = digits(text)?;
    let body = plain.get(..14).ok_or(Fault::Invalid)?;
    let check = (10 - luhn_sum(body, true) % 10) % 10;
    let whole = format!("{body}{check}");
    match plain.len() {
        14 | 16 => Ok(whole),
        15 if plain == whole => Ok(whole),
        _ => Err(Fault::Invalid),
    }
}

/// 14 or 15 digits that begin with the code of a mobile country.
///
/// # Source
/// ITU-T E.212: geographic codes begin with 2 to 7, shared ones with 90; 001 is for tests.
pub(super) fn read_imsi(text: &str) -> Result<String, Fault> {
    let plain = digits(text)?;
    let country = matches!(
        plain.as_bytes(),
        [b'2'..=b'7', ..] | [b'9', b'0', ..] | [b'0', b'0', b'1', ..]
    );
    if country && matches!(plain.len(), 14 | 15) {
        Ok(plain)
    } else {
        Err(Fault::Invalid)
    }
}

/// 18 to 20 digits that begin with 89; the last of 19 or 20 is a check digit.
///
/// # Source
/// ITU-T E.118
pub(super) fn read_iccid(text: &str) -> Result<String, Fault> {
    let plain = digits(text)?;
    let good = plain.starts_with("89")
        && match plain.len() {
            18 => true,
            19 | 20 => luhn(&plain),
            _ => false,
        };
    if good { Ok(plain) } else { Err(Fault::Invalid) }
}

/// MD5, SHA-1, SHA-256 or SHA-512 by its length, or by its name where one is given.
pub(super) fn read_hash(text: &str, algorithm: Option<&str>) -> Result<String, Fault> {
    // Both `sha256:abc…` and a bare value with the algorithm beside it are in use.
    let (name, value) = match text.split_once(':') {
        Some((name, value)) => (Some(name), value),
        None => (algorithm, text),
    };
    let length = match name.map(plain_name).as_deref() {
        Some("md5") => Some(32),
        Some("sha1") => Some(40),
        Some("sha256") => Some(64),
        Some("sha512") => Some(128),
        Some(_) => return Err(Fault::Invalid),
        None => None,
    };
    let good = value.bytes().all(|b| b.is_ascii_hexdigit())
        && length.map_or(matches!(value.len(), 32 | 40 | 64 | 128), |n| {
            value.len() == n
        });
    if good {
        Ok(value.to_ascii_lowercase())
    } else {
        Err(Fault::Invalid)
    }
}

fn plain_name(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether a hash is of an algorithm under which two files can be made to agree.
#[must_use]
pub(crate) fn is_weak_hash(canonical: &str) -> bool {
    matches!(canonical.len(), 32 | 40)
}
