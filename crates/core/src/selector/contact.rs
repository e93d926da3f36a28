//! Mail addresses, telephone numbers, domains, pages and account numbers.

use super::Fault;

/// `local@domain`: the local part is kept as written, because its owner decides about case; the domain
/// is written in its ASCII form.
///
/// # Errors
/// [`Fault::Invalid`]
///
/// # Source
/// RFC 5321 section 4.1.2 and 4.5.3.1, RFC 6531 for letters beyond ASCII.
pub fn read_email(text: &str) -> Result<String, Fault> {
    let (local, domain) = text.rsplit_once('@').ok_or(Fault::Invalid)?;
    let good = !local.is_empty() && local.len() <= 64 && (is_dot_atom(local) || is_quoted(local));
    if !good {
        return Err(Fault::Invalid);
    }
    Ok(format!("{local}@{}", read_domain(domain)?))
}

fn is_dot_atom(local: &str) -> bool {
    local.split('.').all(|atom| {
        !atom.is_empty()
            && atom.chars().all(|c| {
                c.is_ascii_alphanumeric()
                    || "!#$%&'*+-/=?^_`{|}~".contains(c)
                    || (!c.is_ascii() && !c.is_whitespace())
            })
    })
}

fn is_quoted(local: &str) -> bool {
    local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .is_some_and(|inside| !inside.is_empty() && !inside.contains(['"', '\\']))
}

/// A domain that somebody can register: at least a name and what it is registered under. Written in
/// ASCII and small letters.
///
/// # Errors
/// [`Fault::Invalid`] for bad labels, lengths, single labels and numbers.
pub fn read_domain(text: &str) -> Result<String, Fault> {
    if text.len() > 1_024 {
        return Err(Fault::Invalid);
    }
    let ascii = idna::domain_to_ascii_strict(text.strip_suffix('.').unwrap_or(text))
        .map_err(|_| Fault::Invalid)?;
    let labels: Vec<&str> = ascii.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let good = labels.len() >= 2
        && ascii.len() <= 253
        && labels.iter().all(|label| (1..=63).contains(&label.len()))
        && last.len() >= 2
        && !last.bytes().all(|b| b.is_ascii_digit());
    if good { Ok(ascii) } else { Err(Fault::Invalid) }
}

/// `+`, a country that begins with 1 to 9, 8 to 15 digits. Spaces and hyphens are taken out.
pub(super) fn read_phone(text: &str) -> Result<String, Fault> {
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if is_e164(&plain) {
        Ok(plain)
    } else {
        Err(Fault::Invalid)
    }
}

/// Whether a number is written so that it can be dialled from everywhere.
///
/// # Source
/// ITU-T E.164
#[must_use]
pub fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (8..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

/// A page or object: absolute, of the web, and more than the front door of a site.
///
/// # Errors
/// [`Fault::Invalid`]; [`Fault::HomePage`] where neither path nor query names an object.
pub fn read_url(text: &str) -> Result<String, Fault> {
    if text.chars().any(char::is_whitespace) {
        return Err(Fault::Invalid);
    }
    let mut url = url::Url::parse(text).map_err(|_| Fault::Invalid)?;
    let host_is_good = match url.host() {
        Some(url::Host::Domain(name)) => name.ends_with(".onion") || read_domain(name).is_ok(),
        Some(url::Host::Ipv4(_) | url::Host::Ipv6(_)) => true,
        None => false,
    };
    if !matches!(url.scheme(), "http" | "https") || !host_is_good || !url.username().is_empty() {
        return Err(Fault::Invalid);
    }
    // A fragment that carries a path is how some sites name the object; any other is a place on the page.
    let significant = url
        .fragment()
        .is_some_and(|f| f.starts_with(['!', '/']) && f.len() > 1);
    if !significant {
        url.set_fragment(None);
    }
    if matches!(url.path(), "" | "/") && url.query().is_none_or(str::is_empty) && !significant {
        return Err(Fault::HomePage);
    }
    Ok(url.to_string())
}

/// A provider's number for an account, in the shape that the provider's profile gives.
pub(super) fn read_account(text: &str, shape: Option<&str>) -> Result<String, Fault> {
    let mut words = shape.unwrap_or_default().split_ascii_whitespace();
    let good = match words.next() {
        Some("numeric") => {
            text.bytes().all(|b| b.is_ascii_digit())
                && words
                    .next()
                    .and_then(|n| n.parse::<usize>().ok())
                    .is_none_or(|length| text.len() == length)
        }
        Some("uuid") => uuid::Uuid::try_parse(text).is_ok(),
        _ => true,
    };
    if good {
        Ok(text.to_owned())
    } else {
        Err(Fault::Invalid)
    }
}
