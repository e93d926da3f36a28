//! Selectors: the identifiers by which a holder finds the data that is asked for.
//!
//! A badly typed identifier is the commonest reason why providers send requests back, so every type
//! is read with the rules of its own standard and brought into one canonical form: two writings of the
//! same address compare equal, and a wrong check digit is seen before the request leaves.

mod contact;
mod device;
mod money;
mod net;

pub use contact::{is_e164, read_domain, read_email, read_url};
pub(crate) use device::is_weak_hash;
pub use device::luhn;
pub(crate) use money::is_card_number;
pub use net::{AddressClass, address_class, is_in, read_range};

/// Why a value is not usable as a selector of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Format or check digit is wrong.
    Invalid,
    /// Private, shared, reserved or otherwise nobody's address.
    NotAttributable,
    /// A documentation address: good in an exercise only.
    ExerciseOnly,
    /// It does not point to one account or device.
    NotUnique,
    /// A page or object is meant, and only a home page is given.
    HomePage,
    /// The value itself is a secret that must not stand in clear.
    Leak,
}

macro_rules! types {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// The types of selector.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum SelectorType { $($(#[$doc])* $variant,)* }

        impl SelectorType {
            /// All, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in requests.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

types! {
    /// An IPv4 address.
    Ipv4 = "ipv4",
    /// An IPv6 address.
    Ipv6 = "ipv6",
    /// A range of addresses in prefix notation.
    IpRange = "ip_range",
    /// A mail address.
    Email = "email",
    /// A telephone number.
    Phone = "phone",
    /// A provider's stable account number.
    AccountId = "account_id",
    /// A handle, which may be given to somebody else later.
    Username = "username",
    /// What an account shows as its name.
    DisplayName = "display_name",
    /// A person's name.
    RealName = "real_name",
    /// A page or object on the web.
    Url = "url",
    /// A domain name.
    Domain = "domain",
    /// A crypto-asset address.
    Wallet = "wallet",
    /// A crypto-asset transaction.
    TxHash = "tx_hash",
    /// An international bank account number.
    Iban = "iban",
    /// Another bank account: BIC and local number.
    BankAccount = "bank_account",
    /// A payment card, masked.
    Card = "card",
    /// A mobile device.
    Imei = "imei",
    /// A mobile subscription.
    Imsi = "imsi",
    /// A SIM card.
    Iccid = "iccid",
    /// A network interface.
    Mac = "mac",
    /// A file, by its hash.
    FileHash = "file_hash",
    /// An installation of an app.
    DeviceId = "device_id",
    /// A browser.
    Cookie = "cookie",
    /// An advertising identifier.
    AdId = "ad_id",
    /// An order at a registrar.
    DomainOrder = "domain_order",
    /// An invoice.
    Invoice = "invoice",
}

impl SelectorType {
    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == text)
    }

    /// An internet address that is given to many customers in turn, so that it identifies one only
    /// together with a time.
    #[must_use]
    pub const fn is_address(self) -> bool {
        matches!(self, Self::Ipv4 | Self::Ipv6)
    }

    /// A name shared by many, never sufficient alone.
    #[must_use]
    pub const fn is_mere_name(self) -> bool {
        matches!(self, Self::DisplayName | Self::RealName)
    }
}

/// What stands beside the value in a selector and changes how it is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The chain of a wallet or transaction (`bitcoin`, `ethereum`, `tron`).
    pub chain: Option<&'a str>,
    /// The algorithm of a hash, where it is named.
    pub algorithm: Option<&'a str>,
    /// The bank of a local account number.
    pub bic: Option<&'a str>,
    /// The profile's shape of account numbers: `numeric 10`, `uuid`.
    pub account_shape: Option<&'a str>,
    /// Documentation addresses and invented countries are allowed.
    pub exercise: bool,
}

/// Reads a value as a selector and gives its canonical form.
///
/// # Errors
/// [`Fault`] says in which way the value is of no use.
pub fn read(kind: SelectorType, value: &str, context: &Context<'_>) -> Result<String, Fault> {
    // No identifier is longer than a long address on the web. The bound keeps hostile input cheap.
    if value.len() > 4_096 || value.chars().any(is_hidden) {
        return Err(Fault::Invalid);
    }
    let text = value.trim();
    if text.is_empty() {
        return Err(Fault::Invalid);
    }
    match kind {
        SelectorType::Ipv4 => net::read_ipv4(text, context),
        SelectorType::Ipv6 => net::read_ipv6(text, context),
        SelectorType::IpRange => read_range(text, context).map(|(canonical, _)| canonical),
        SelectorType::Mac => net::read_mac(text),
        SelectorType::Email => read_email(text),
        SelectorType::Phone => contact::read_phone(text),
        SelectorType::Url => read_url(text),
        SelectorType::Domain => read_domain(text),
        SelectorType::AccountId => contact::read_account(text, context.account_shape),
        SelectorType::Username => Ok(text.strip_prefix('@').unwrap_or(text).to_lowercase()),
        SelectorType::Wallet => money::read_wallet(text, context.chain),
        SelectorType::TxHash => money::read_transaction(text, context.chain),
        SelectorType::Iban => money::read_iban(text, context.exercise),
        SelectorType::BankAccount => money::read_bank_account(text, context.bic),
        SelectorType::Card => money::read_card(text),
        SelectorType::Imei => device::read_imei(text),
        SelectorType::Imsi => device::read_imsi(text),
        SelectorType::Iccid => device::read_iccid(text),
        SelectorType::FileHash => device::read_hash(text, context.algorithm),
        SelectorType::DisplayName
        | SelectorType::RealName
        | SelectorType::DeviceId
        | SelectorType::Cookie
        | SelectorType::AdId
        | SelectorType::DomainOrder
        | SelectorType::Invoice => Ok(text.to_owned()),
    }
}

/// Characters that no identifier holds and that make two different values look alike: control
/// characters, marks of writing direction, zero-width characters.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
