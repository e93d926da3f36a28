//! Elements: the single things that a request may ask for (`ip_assignment`, `mailbox`), and the
//! category that each one falls into.
//!
//! A user asks for elements and never for categories, because the same element is subscriber
//! information in one law and traffic data in another. The category is computed here from the element
//! and the law; by hand it may only be made stricter.

use crate::kind::{Category, Kind};

/// The body of law whose categories count for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Budapest Convention, its Second Protocol and the United Nations conventions.
    Budapest,
    /// Regulation (EU) 2023/1543.
    European,
    /// 18 USC 2703.
    American,
}

impl Law {
    /// The law of a basis as requests write it (`2ap`, `COE-185`, `EU-2023-1543`).
    #[must_use]
    pub fn of_instrument(instrument: &str) -> Self {
        match instrument.to_ascii_lowercase().as_str() {
            "eu_2023_1543" | "eu-2023-1543" => Self::European,
            "us_sca" | "us-sca" | "cloud_act" => Self::American,
            _ => Self::Budapest,
        }
    }

    /// The law under which a kind of request is always read.
    #[must_use]
    pub const fn of_kind(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Epoc | Kind::EpocPr => Some(Self::European),
            _ => None,
        }
    }
}

/// One thing that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element {
    /// The name in requests.
    pub code: &'static str,
    /// The category where no law says otherwise.
    pub category: Category,
    /// Whether laws differ about it, so that a stated category is no contradiction.
    pub differs: bool,
}

impl Element {
    /// The category under a law.
    ///
    /// # Source
    /// Budapest Convention art. 1(d), 18(3); Regulation (EU) 2023/1543 art. 3(9)–(12), where addresses
    /// asked for the sole purpose of identifying the user are a category of their own; 18 USC 2703(c)(2),
    /// where session times and assigned addresses count as subscriber records.
    #[must_use]
    pub fn under(&self, law: Law) -> Category {
        match (self.code, law) {
            ("registration_ip" | "last_login_ip" | "ip_assignment", Law::European) => {
                Category::Identification
            }
            ("login_history" | "session_log", Law::American)
            | ("linked_accounts", Law::European) => Category::Subscriber,
            _ => self.category,
        }
    }

    /// What the person who holds the account said or stored.
    #[must_use]
    pub fn is_content(&self) -> bool {
        self.category == Category::Content
    }
}

/// The element with this code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Element> {
    ELEMENTS.iter().find(|one| one.code == code)
}

/// Secrets that give access to an account. No kind of request may ask for them; a PUK is not one.
///
/// # Source
/// Regulation (EU) 2023/1543 art. 3(9): not passwords or other means of authentication.
#[must_use]
pub fn is_excluded(code: &str) -> bool {
    let plain: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    EXCLUDED.iter().any(|secret| plain.contains(secret)) || matches!(plain.as_str(), "otp" | "pin")
}

/// Words for "everything": they name no element.
#[must_use]
pub fn is_everything(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.replace(['_', '-'], " ");
    let words = words.trim();
    matches!(
        words,
        "*" | "all" | "any" | "everything" | "complete" | "full"
    ) || EVERYTHING.iter().any(|phrase| words.contains(phrase))
}

/// The stricter of two categories: what takes the higher authority to ask for.
#[must_use]
pub const fn stricter(a: Category, b: Category) -> Category {
    if strictness(a) >= strictness(b) { a } else { b }
}

/// How much authority a category takes.
#[must_use]
pub const fn strictness(category: Category) -> u8 {
    match category {
        Category::DomainRegistration => 0,
        Category::Subscriber => 1,
        Category::Identification => 2,
        Category::Financial => 3,
        Category::Traffic => 4,
        Category::Content => 5,
    }
}

/// The category of a group of elements: the strictest, or the stated one where that is stricter.
/// `None` where no element is known and none is stated.
#[must_use]
pub fn category<'a>(
    elements: impl IntoIterator<Item = &'a str>,
    law: Law,
    stated: Option<Category>,
) -> Option<Category> {
    elements
        .into_iter()
        .filter_map(find)
        .map(|element| element.under(law))
        .chain(stated)
        .reduce(stricter)
}

const fn row(code: &'static str, category: Category) -> Element {
    Element {
        code,
        category,
        differs: false,
    }
}

const fn varies(code: &'static str, category: Category) -> Element {
    Element {
        code,
        category,
        differs: true,
    }
}

/// Every element that a form offers.
pub const ELEMENTS: &[Element] = &[
    row("name", Category::Subscriber),
    row("postal_address", Category::Subscriber),
    row("birth_date", Category::Subscriber),
    row("contact_email", Category::Subscriber),
    row("contact_phone", Category::Subscriber),
    row("billing", Category::Subscriber),
    row("payment_instrument", Category::Subscriber),
    row("service_type", Category::Subscriber),
    row("service_period", Category::Subscriber),
    row("registration_time", Category::Subscriber),
    varies("registration_ip", Category::Subscriber),
    varies("last_login_ip", Category::Subscriber),
    varies("ip_assignment", Category::Subscriber),
    row("verification_data", Category::Subscriber),
    row("profile", Category::Subscriber),
    row("puk", Category::Subscriber),
    varies("login_history", Category::Traffic),
    row("session_log", Category::Traffic),
    row("cdr", Category::Traffic),
    row("message_headers", Category::Traffic),
    row("cell_site", Category::Traffic),
    row("device_ids", Category::Traffic),
    varies("linked_accounts", Category::Traffic),
    row("messages", Category::Content),
    row("mailbox", Category::Content),
    row("files", Category::Content),
    row("photos", Category::Content),
    row("backups", Category::Content),
    row("voicemail", Category::Content),
    row("registrant", Category::DomainRegistration),
    row("registrar", Category::DomainRegistration),
    row("name_servers", Category::DomainRegistration),
    row("registration_dates", Category::DomainRegistration),
    row("account_holder", Category::Financial),
    row("beneficial_owner", Category::Financial),
    row("statement", Category::Financial),
    row("kyc_file", Category::Financial),
    row("transactions", Category::Financial),
    row("balance", Category::Financial),
    row("str_link", Category::Financial),
];

const EXCLUDED: &[&str] = &[
    "password",
    "passcode",
    "passphrase",
    "privatekey",
    "secretkey",
    "decryptionkey",
    "encryptionkey",
    "signingkey",
    "seedphrase",
    "recoverycode",
    "recoveryphrase",
    "backupcode",
    "onetimecode",
    "onetimepassword",
    "otpcode",
    "otpseed",
    "totp",
    "twofactor",
    "2fa",
    "mfacode",
    "authenticationcode",
    "logincode",
    "smscode",
    "securityanswer",
    "credentials",
    "sessiontoken",
    "sessioncookie",
    "accesstoken",
    "pincode",
];

const EVERYTHING: &[&str] = &[
    "any and all",
    "all data",
    "all available",
    "all information",
    "all records",
    "all content",
    "all account",
    "entire account",
    "whole account",
    "full account",
    "complete account",
    "everything",
    "all other data",
    "toutes les données",
    "todos los datos",
    "все данные",
    "全部数据",
    "所有数据",
    "جميع البيانات",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_element_is_subscriber_data_in_one_law_and_identification_in_another() {
        let ip = find("ip_assignment").expect("in the list");
        assert_eq!(ip.under(Law::Budapest), Category::Subscriber);
        assert_eq!(ip.under(Law::European), Category::Identification);
        let log = find("login_history").expect("in the list");
        assert_eq!(log.under(Law::Budapest), Category::Traffic);
        assert_eq!(log.under(Law::American), Category::Subscriber);
    }

    #[test]
    fn a_hand_may_make_a_category_stricter_and_never_laxer() {
        let asked = |stated| category(["name", "mailbox"], Law::Budapest, stated);
        assert_eq!(asked(Some(Category::Subscriber)), Some(Category::Content));
        assert_eq!(
            category(["name"], Law::Budapest, Some(Category::Traffic)),
            Some(Category::Traffic)
        );
        assert_eq!(category(["unheard_of"], Law::Budapest, None), None);
    }

    #[test]
    fn secrets_are_excluded_and_a_puk_is_not() {
        for secret in [
            "password",
            "Passwords",
            "private_key",
            "one-time codes",
            "seed phrase",
            "otp",
        ] {
            assert!(is_excluded(secret), "{secret}");
        }
        for fine in ELEMENTS {
            assert!(!is_excluded(fine.code), "{}", fine.code);
            assert!(!is_everything(fine.code), "{}", fine.code);
        }
    }
}
