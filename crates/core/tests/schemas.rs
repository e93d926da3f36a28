//! The schemas in `docs/schemas` say what the forms say, and every sound request fits its own.

#![expect(
    clippy::disallowed_methods,
    reason = "a test may read and write the repository"
)]

use std::path::{Path, PathBuf};

use comity_core::form;
use comity_core::kind::Kind;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_published_schemas_are_those_of_the_forms() {
    let folder = root().join("docs/schemas");
    for kind in Kind::ALL {
        let file = folder.join(format!("{}.json", kind.as_str()));
        let mut text = serde_json::to_string_pretty(&form::schema(*kind)).expect("JSON");
        text.push('\n');
        if std::env::var_os("COMITY_WRITE_SCHEMAS").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&file, &text).expect("written");
        }
        let published = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            published == text,
            "{}: run COMITY_WRITE_SCHEMAS=1 cargo test -p comity-core --test schemas",
            file.display()
        );
    }
}

/// The first place of `form` that does not fit, by the few words that our schemas use.
fn misfit(schema: &Value, form: &Value, at: &str) -> Option<String> {
    let kind = schema.get("type").and_then(Value::as_str);
    let fits = match kind {
        Some("string") => form.is_string(),
        Some("boolean") => form.is_boolean(),
        Some("integer") => form.is_i64() || form.is_u64(),
        Some("array") => form.is_array(),
        Some("object") => form.is_object(),
        _ => true,
    };
    let chosen = schema
        .get("enum")
        .and_then(Value::as_array)
        .is_none_or(|codes| codes.contains(form));
    let constant = schema.get("const").is_none_or(|one| one == form);
    if !fits || !chosen || !constant {
        return Some(at.to_owned());
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().expect("a name");
        if form.is_object() && form.get(name).is_none() {
            return Some(format!("{at}/{name}"));
        }
    }
    let parts = schema.get("properties").and_then(Value::as_object);
    for (name, part) in parts.into_iter().flatten() {
        if let Some(value) = form.get(name).filter(|value| !value.is_null())
            && let Some(place) = misfit(part, value, &format!("{at}/{name}"))
        {
            return Some(place);
        }
    }
    for (n, value) in form.as_array().into_iter().flatten().enumerate() {
        if let Some(place) = misfit(&schema["items"], value, &format!("{at}/{n}")) {
            return Some(place);
        }
    }
    None
}

#[test]
fn every_sound_request_fits_the_schema_of_its_kind_and_a_broken_one_does_not() {
    let folder = root().join("vectors/check/clean");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the sound requests") {
        let path = entry.expect("readable").path();
        let text = std::fs::read_to_string(&path).expect("readable");
        let mut sound: Value = serde_json::from_str(&text).expect("JSON");
        let kind = form::kind(&sound).expect("a kind");
        let schema = form::schema(kind);
        assert_eq!(misfit(&schema, &sound, ""), None, "{}", path.display());
        sound["reference"] = 4711.into();
        let place = misfit(&schema, &sound, "");
        assert_eq!(place.as_deref(), Some("/reference"), "{}", path.display());
        seen += 1;
    }
    assert!(seen >= Kind::ALL.len());
}
