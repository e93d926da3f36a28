//! Identifiers outside `selectors`: property, subjects of intelligence, indicators of an incident.

use crate::check::codes::Code;
use crate::selector::{self, Context, Fault, SelectorType};

/// What is wrong with a value of a named type; nothing where the type is not ours to judge.
pub(super) fn fault(kind: &str, value: &str, chain: Option<&str>, exercise: bool) -> Option<Code> {
    let kind = match kind {
        "crypto_wallet" | "wallet_address" | "crypto" => SelectorType::Wallet,
        "account" if looks_like_iban(value) => SelectorType::Iban,
        other => SelectorType::parse(other)?,
    };
    let context = Context {
        chain,
        exercise,
        ..Context::default()
    };
    match selector::read(kind, value, &context) {
        Ok(_) => None,
        Err(Fault::Invalid) => Some(Code::SelectorInvalid),
        Err(Fault::NotAttributable) => Some(Code::NotAttributable),
        Err(Fault::ExerciseOnly) => Some(Code::ExerciseInLive),
        Err(Fault::Leak) => Some(Code::Leak),
        Err(Fault::NotUnique | Fault::HomePage) => None,
    }
}

/// Two letters, two digits, and at least ten more of either.
pub(super) fn looks_like_iban(text: &str) -> bool {
    let plain: Vec<u8> = text.bytes().filter(|b| *b != b' ').collect();
    (14..=36).contains(&plain.len())
        && plain.iter().take(2).all(u8::is_ascii_alphabetic)
        && plain.iter().skip(2).take(2).all(u8::is_ascii_digit)
        && plain.iter().all(u8::is_ascii_alphanumeric)
}

/// Reads a pattern of STIX and gives what is wrong with it: not a pattern, or an impossible value.
///
/// # Source
/// OASIS STIX 2.1 part 9; observed objects of the types that carry an identifier.
pub(super) fn pattern_fault(pattern: &str, exercise: bool) -> Option<Code> {
    if pattern.len() > 16_384 || pattern.chars().any(selector::is_hidden) {
        return Some(Code::SelectorInvalid);
    }
    let text = pattern.trim();
    let balanced = is_balanced(text);
    if !text.starts_with(['[', '(']) || !balanced {
        return Some(Code::SelectorInvalid);
    }
    let comparisons = comparisons(text);
    if comparisons.is_empty() {
        return Some(Code::SelectorInvalid);
    }
    comparisons.iter().find_map(|(path, value)| {
        let kind = match path.split_once(':') {
            Some(("ipv4-addr", "value")) if value.contains('/') => "ip_range",
            Some(("ipv6-addr", "value")) if value.contains('/') => "ip_range",
            Some(("ipv4-addr", "value")) => "ipv4",
            Some(("ipv6-addr", "value")) => "ipv6",
            Some(("domain-name", "value")) => "domain",
            Some(("email-addr", "value")) => "email",
            Some(("mac-addr", "value")) => "mac",
            Some(("url", "value")) => {
                return (!value.contains("://") || value.contains(['[', ' ']))
                    .then_some(Code::SelectorInvalid);
            }
            Some((_, rest)) if rest.contains("hashes") => return hash_fault(rest, value),
            Some(_) => return None,
            None => return Some(Code::SelectorInvalid),
        };
        // A private address may well be where the intruder moved; only nonsense is a defect here.
        fault(kind, value, None, exercise).filter(|code| *code == Code::SelectorInvalid)
    })
}

fn hash_fault(path: &str, value: &str) -> Option<Code> {
    let upper = path.to_uppercase();
    let length = match () {
        () if upper.contains("SHA-512") || upper.contains("SHA512") => 128,
        () if upper.contains("SHA-256") || upper.contains("SHA256") => 64,
        () if upper.contains("SHA-1") || upper.contains("SHA1") => 40,
        () if upper.contains("MD5") => 32,
        () => return None,
    };
    let good = value.len() == length && value.bytes().all(|b| b.is_ascii_hexdigit());
    (!good).then_some(Code::SelectorInvalid)
}

fn is_balanced(text: &str) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_i32, false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '\'' => quoted = !quoted,
            '[' | '(' if !quoted => depth += 1,
            ']' | ')' if !quoted => {
                depth -= 1;
                if depth < 0 {
                    return false;
                }
            }
            _ => {}
        }
    }
    depth == 0 && !quoted
}

/// The comparisons with `=` of a pattern: object path and quoted value.
fn comparisons(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('\'') {
        let before = rest.get(..open).unwrap_or_default();
        let after = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = after.find('\'') else { break };
        let value = after.get(..close).unwrap_or_default();
        let left = before.trim_end();
        // A quoted key inside a path (`hashes.'SHA-256'`) belongs to the path, not to the values.
        if let Some(left) = left.strip_suffix('=') {
            let path = left
                .trim_end()
                .rsplit(['[', '(', ' '])
                .next()
                .unwrap_or_default()
                .trim_end_matches(['!', '>', '<']);
            found.push((path.to_owned(), value.to_owned()));
            rest = after.get(close + 1..).unwrap_or_default();
        } else if ["LIKE", "MATCHES", "IN (", ",", "ISSUBSET", "ISSUPERSET"]
            .iter()
            .any(|word| left.ends_with(word))
        {
            found.push(("x:y".to_owned(), value.to_owned()));
            rest = after.get(close + 1..).unwrap_or_default();
        } else if left.ends_with('.') {
            let tail = after.get(close + 1..).unwrap_or_default();
            let Some(path_start) = left.rfind(['[', '(', ' ']) else {
                break;
            };
            let path = format!(
                "{}{}",
                left.get(path_start + 1..).unwrap_or_default(),
                value
            );
            let Some(value) = tail
                .trim_start()
                .strip_prefix('=')
                .map(str::trim_start)
                .and_then(|t| t.strip_prefix('\''))
            else {
                break;
            };
            let Some(end) = value.find('\'') else { break };
            found.push((path, value.get(..end).unwrap_or_default().to_owned()));
            rest = value.get(end + 1..).unwrap_or_default();
        } else {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_read_and_its_values_are_checked() {
        for good in [
            "[ipv4-addr:value = '198.51.100.7']",
            "[ipv4-addr:value = '10.1.2.3' AND domain-name:value = 'bad.example']",
            "[url:value = 'https://bad.example/x']",
            "[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e']",
            "[file:hashes.'SHA-256' = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']",
            "[file:name LIKE 'x%'] FOLLOWEDBY [process:name = 'a']",
        ] {
            assert_eq!(pattern_fault(good, true), None, "{good}");
        }
        for bad in [
            "198.51.100.7",
            "[ipv4-addr:value = '198.51.100.700']",
            "[domain-name:value = 'bad[.]example']",
            "[file:hashes.'SHA-256' = 'e3b0c4']",
            "[ipv4-addr:value = '198.51.100.7'",
            "[ipv4-addr:value]",
            "",
        ] {
            assert_eq!(
                pattern_fault(bad, true),
                Some(Code::SelectorInvalid),
                "{bad}"
            );
        }
    }
}
