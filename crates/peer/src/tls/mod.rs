//! The TLS side of a node: one key, pinned by the other side, under TLS 1.3 and a post-quantum
//! key exchange.
//!
//! The certificate around the key is self-issued and says nothing: a peer compares the SHA-256 of
//! the public key (its *pin*) with the one in the node's signed caps. So it is made anew at each
//! start and only the key is kept.
//!
//! # Source
//! RFC 8446 (TLS 1.3); RFC 7469 section 2.4 for the form of a pin: SHA-256 over the DER of the
//! SubjectPublicKeyInfo.

mod verify;

use std::sync::Arc;

use comity_core::id::Digest;
use comity_wire::hash::sha256;
use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, ServerConfig, SupportedProtocolVersion, version::TLS13};
use zeroize::Zeroizing;

use verify::{AnyClientKey, PinnedServer};

pub(crate) use verify::is_wrong_key;

/// The only TLS version between nodes.
const VERSIONS: &[&SupportedProtocolVersion] = &[&TLS13];
/// The only application protocol between nodes.
const HTTP_1_1: &[u8] = b"http/1.1";

/// Why a TLS key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    /// The key is not a PKCS #8 key of ECDSA P-256, or no certificate can be made with it.
    #[error("the TLS key cannot be used")]
    Key(#[source] rcgen::Error),
    /// TLS refused the set-up.
    #[error("TLS cannot be set up")]
    Setup(#[from] rustls::Error),
}

/// A node's TLS key with a fresh certificate around it.
pub struct TlsIdentity {
    key: Zeroizing<Vec<u8>>,
    certificate: CertificateDer<'static>,
    pin: Digest,
}

impl TlsIdentity {
    /// Draws a new key.
    ///
    /// # Errors
    /// [`TlsFault::Key`] when the machine gives no randomness.
    pub fn generate() -> Result<Self, TlsFault> {
        let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(TlsFault::Key)?;
        Self::from_pair(&pair)
    }

    /// Takes a key that was kept: PKCS #8, DER, ECDSA P-256.
    ///
    /// # Errors
    /// [`TlsFault::Key`] when it is something else.
    pub fn from_pkcs8(key: &[u8]) -> Result<Self, TlsFault> {
        let key = PrivatePkcs8KeyDer::from(key);
        let pair = KeyPair::from_pkcs8_der_and_sign_algo(&key, &PKCS_ECDSA_P256_SHA256)
            .map_err(TlsFault::Key)?;
        Self::from_pair(&pair)
    }

    fn from_pair(pair: &KeyPair) -> Result<Self, TlsFault> {
        // The name is for people who look at the line with other tools; no peer reads it.
        let certificate = CertificateParams::new(vec!["node.comity.invalid".to_owned()])
            .and_then(|params| params.self_signed(pair))
            .map_err(TlsFault::Key)?
            .der()
            .clone();
        let pin = pin_of(&certificate).ok_or(TlsFault::Setup(rustls::Error::General(
            "the certificate just made cannot be read".into(),
        )))?;
        Ok(Self {
            key: Zeroizing::new(pair.serialize_der()),
            certificate,
            pin,
        })
    }

    /// The key as PKCS #8, to be kept in a sealed file.
    #[must_use]
    pub fn pkcs8(&self) -> &[u8] {
        &self.key
    }

    /// SHA-256 of the public key: what the signed caps carry and peers compare.
    #[must_use]
    pub fn pin(&self) -> Digest {
        self.pin
    }

    /// The listener's side: TLS 1.3, post-quantum key exchange, and a client key if one is shown.
    ///
    /// # Errors
    /// [`TlsFault::Setup`].
    pub fn server(&self) -> Result<Arc<ServerConfig>, TlsFault> {
        let provider = provider();
        let clients = Arc::new(AnyClientKey::new(&provider));
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(VERSIONS)?
            .with_client_cert_verifier(clients)
            .with_single_cert(vec![self.certificate.clone()], self.private())?;
        config.alpn_protocols = vec![HTTP_1_1.to_vec()];
        Ok(Arc::new(config))
    }

    /// The caller's side: takes only a server that proves one of these pins, and shows our own key.
    ///
    /// # Errors
    /// [`TlsFault::Setup`].
    pub fn client(&self, pins: &[Digest]) -> Result<Arc<ClientConfig>, TlsFault> {
        let provider = provider();
        let server = Arc::new(PinnedServer::new(&provider, Some(pins.to_vec())));
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(VERSIONS)?
            .dangerous()
            .with_custom_certificate_verifier(server)
            .with_client_auth_cert(vec![self.certificate.clone()], self.private())?;
        plain_client(&mut config);
        Ok(Arc::new(config))
    }

    fn private(&self) -> rustls::pki_types::PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.to_vec()).into()
    }
}

impl std::fmt::Debug for TlsIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TlsIdentity({})", self.pin)
    }
}

/// The caller's side for the very first fetch of a peer's caps, whose signature is then the proof.
/// It shows no key of ours, since it does not know to whom.
///
/// # Errors
/// [`TlsFault::Setup`].
pub fn unpinned_client() -> Result<Arc<ClientConfig>, TlsFault> {
    let provider = provider();
    let server = Arc::new(PinnedServer::new(&provider, None));
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(VERSIONS)?
        .dangerous()
        .with_custom_certificate_verifier(server)
        .with_no_client_auth();
    plain_client(&mut config);
    Ok(Arc::new(config))
}

/// No name is sent in clear: the pin says who must answer.
fn plain_client(config: &mut ClientConfig) {
    config.alpn_protocols = vec![HTTP_1_1.to_vec()];
    config.enable_sni = false;
}

/// A name that rustls wants and nobody looks at.
pub(crate) fn server_name() -> ServerName<'static> {
    ServerName::try_from("node.comity.invalid").expect("a well-formed name")
}

/// AWS-LC with the one key exchange that nodes use, so that no meddler can talk two of them down
/// to a classical one.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        kx_groups: vec![aws_lc_rs::kx_group::X25519MLKEM768],
        ..aws_lc_rs::default_provider()
    })
}

/// The pin of a certificate; `None` when it cannot be read.
pub(crate) fn pin_of(certificate: &[u8]) -> Option<Digest> {
    let (rest, certificate) = x509_parser::parse_x509_certificate(certificate).ok()?;
    rest.is_empty()
        .then(|| sha256(certificate.public_key().raw))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pin_stays_with_the_key_when_the_certificate_is_made_anew() {
        let first = TlsIdentity::generate().expect("randomness");
        let again = TlsIdentity::from_pkcs8(first.pkcs8()).expect("the same key");
        assert_eq!(first.pin(), again.pin());
        assert_ne!(
            first.pin(),
            TlsIdentity::generate().expect("randomness").pin()
        );
    }

    #[test]
    fn bytes_that_are_no_key_are_refused() {
        let good = TlsIdentity::generate().expect("randomness");
        for wrong in [&[][..], &[0x30, 0x00], &good.pkcs8()[..40]] {
            assert!(matches!(
                TlsIdentity::from_pkcs8(wrong),
                Err(TlsFault::Key(_))
            ));
        }
    }

    #[test]
    fn bytes_that_are_no_certificate_have_no_pin() {
        let good = TlsIdentity::generate().expect("randomness");
        let mut longer = good.certificate.to_vec();
        longer.push(0);
        for wrong in [
            &[][..],
            &[0x30, 0x82, 0xff, 0xff],
            &good.certificate[..90],
            &longer,
        ] {
            assert_eq!(pin_of(wrong), None);
        }
    }
}
