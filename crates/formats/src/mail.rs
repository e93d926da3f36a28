//! A file of mail that somebody drops in: its headers and attachments as it claims them. Nothing in it
//! is believed; it only tells a person what to look for.

use mail_parser::{Address, MessageParser, MimeHeaders as _};

/// The largest file of mail that is read.
pub const FILE: usize = 32 * 1024 * 1024;
/// Attachments that are listed.
const ATTACHMENTS: usize = 200;
/// Characters of its text that are shown.
const TEXT: usize = 20_000;
/// Characters of a header that are shown.
const HEADER: usize = 500;

/// What a mail claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mail {
    /// Senders, as written.
    pub from: Vec<String>,
    /// Addressees.
    pub to: Vec<String>,
    /// Where answers should go, where that differs.
    pub reply_to: Vec<String>,
    /// Subject.
    pub subject: String,
    /// Date, as RFC 3339.
    pub date: String,
    /// The id that its sender gave it.
    pub message_id: String,
    /// The hosts that passed it on, the last one first, as they say themselves.
    pub hops: Vec<String>,
    /// Its text.
    pub text: String,
    /// What hangs on it.
    pub attachments: Vec<Attached>,
}

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Its name as claimed.
    pub name: String,
    /// Its type as claimed.
    pub media_type: String,
    /// Bytes.
    pub bytes: usize,
}

/// Why a file is no mail.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    /// Larger than [`FILE`].
    #[error("the mail is larger than 32 MiB")]
    TooLarge,
    /// No header that a mail has.
    #[error("this is no file of mail: save the message as .eml and try again")]
    NotMail,
}

impl MailFault {
    /// Stable code: screens translate it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "mail.too_large",
            Self::NotMail => "mail.not_mail",
        }
    }
}

/// Reads a file of mail.
///
/// # Errors
/// [`MailFault`].
pub fn read(bytes: &[u8]) -> Result<Mail, MailFault> {
    if bytes.len() > FILE {
        return Err(MailFault::TooLarge);
    }
    let parsed = std::panic::catch_unwind(|| MessageParser::default().parse(bytes));
    let Ok(Some(message)) = parsed else {
        return Err(MailFault::NotMail);
    };
    let from = people(message.from());
    if from.is_empty() {
        return Err(MailFault::NotMail);
    }
    let hops = message
        .received_all()
        .take(20)
        .filter_map(|one| {
            let by = one.by()?;
            Some(clip(&by.to_string(), HEADER))
        })
        .collect();
    let attachments = message
        .attachments()
        .take(ATTACHMENTS)
        .map(|part| Attached {
            name: clip(part.attachment_name().unwrap_or_default(), 200),
            media_type: part.content_type().map_or_else(String::new, |kind| {
                let sub = kind.subtype().unwrap_or("*");
                clip(&format!("{}/{sub}", kind.ctype()), 100)
            }),
            bytes: part.len(),
        })
        .collect();
    Ok(Mail {
        from,
        to: people(message.to()),
        reply_to: people(message.reply_to()),
        subject: clip(message.subject().unwrap_or_default(), HEADER),
        date: message
            .date()
            .map(mail_parser::DateTime::to_rfc3339)
            .unwrap_or_default(),
        message_id: clip(message.message_id().unwrap_or_default(), HEADER),
        hops,
        text: clip(&message.body_text(0).unwrap_or_default(), TEXT),
        attachments,
    })
}

impl Mail {
    /// The bare addresses of its senders.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        self.from
            .iter()
            .map(|one| match one.rsplit_once('<') {
                Some((_, rest)) => rest.trim_end_matches('>').to_lowercase(),
                None => one.to_lowercase(),
            })
            .collect()
    }

    /// Words of subject and text that look like a reference: they hold a figure, and are looked up in
    /// the register.
    #[must_use]
    pub fn references(&self) -> Vec<String> {
        let ends = |c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '"' | '<' | '>')
        };
        let mut found: Vec<String> = Vec::new();
        for word in format!("{} {}", self.subject, self.text).split(ends) {
            let word = word.trim_matches(['.', ':', '!', '?', '\'', '،', '。']);
            let figures = word.chars().filter(char::is_ascii_digit).count();
            let fits = (4..=60).contains(&word.chars().count()) && figures >= 2;
            if fits && !found.iter().any(|one| one == word) {
                found.push(word.to_owned());
            }
            if found.len() == 50 {
                break;
            }
        }
        found
    }
}

fn people(address: Option<&Address<'_>>) -> Vec<String> {
    address
        .into_iter()
        .flat_map(Address::iter)
        .take(50)
        .filter_map(|one| {
            let at = one.address()?;
            Some(clip(
                &match one.name() {
                    Some(name) => format!("{name} <{at}>"),
                    None => at.to_owned(),
                },
                HEADER,
            ))
        })
        .collect()
}

/// The beginning of a text, without what would hide or turn it.
fn clip(text: &str, most: usize) -> String {
    let hides = |c: &char| {
        (c.is_control() && *c != '\n' && *c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().filter(|c| !hides(c)).take(most).collect()
}
