//! Makes one typed function for each message of the English text, so a template that names a message
//! which does not exist, or forgets a variable, does not compile.
//!
//! Variables named `n` choose a plural and are numbers; every other variable is text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::parser;

const LANGUAGES: [&str; 6] = ["ar", "en", "es", "fr", "ru", "zh"];

fn main() {
    let locales = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("../../locales")
        .canonicalize()
        .expect("the folder locales/ lies at the top of the workspace");
    println!("cargo:rerun-if-changed={}", locales.display());
    println!("cargo:rerun-if-changed=../../web");

    let mut out = String::from("/// The files of each language, in the order of `Lang::ALL`.\n");
    out.push_str("pub(super) const SOURCES: [&[&str]; 6] = [\n");
    for language in LANGUAGES {
        out.push_str("    &[\n");
        for file in files(&locales.join(language)) {
            println!("cargo:rerun-if-changed={}", file.display());
            writeln!(out, "        include_str!({:?}),", file.display()).expect("a string grows");
        }
        out.push_str("    ],\n");
    }
    out.push_str("];\n\nimpl super::Words {\n");
    let mut seen = BTreeSet::new();
    for file in files(&locales.join("en")) {
        let text = fs::read_to_string(&file).expect("a message file is UTF-8");
        for (id, (english, variables)) in messages(&file, &text) {
            assert!(seen.insert(id.clone()), "the message {id} stands twice");
            function(&mut out, &id, &english, &variables);
        }
    }
    out.push_str("}\n");
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("messages.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
        .collect();
    found.sort();
    found
}

/// Id → (first line of the English text, variables).
fn messages(file: &Path, text: &str) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let resource =
        parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", file.display()));
    let mut found = BTreeMap::new();
    for entry in resource.body {
        if let Entry::Message(message) = entry
            && let Some(pattern) = &message.value
        {
            let mut variables = BTreeSet::new();
            in_pattern(pattern, &mut variables);
            let english = pattern.elements.iter().find_map(|element| match element {
                PatternElement::TextElement { value } => Some(value.trim().replace('\n', " ")),
                PatternElement::Placeable { .. } => None,
            });
            found.insert(
                message.id.name.to_owned(),
                (english.unwrap_or_default(), variables),
            );
        }
    }
    found
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        InlineExpression::FunctionReference { arguments, .. } => in_arguments(arguments, found),
        InlineExpression::TermReference {
            arguments: Some(arguments),
            ..
        } => {
            in_arguments(arguments, found);
        }
        InlineExpression::TermReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. } => {}
    }
}

fn in_arguments(arguments: &CallArguments<&str>, found: &mut BTreeSet<String>) {
    for inline in &arguments.positional {
        in_inline(inline, found);
    }
    for named in &arguments.named {
        in_inline(&named.value, found);
    }
}

fn function(out: &mut String, id: &str, english: &str, variables: &BTreeSet<String>) {
    let name = id.replace('-', "_");
    let mut parameters = String::new();
    let mut settings = String::new();
    for variable in variables {
        let (kind, value) = if variable == "n" {
            ("impl std::borrow::Borrow<i64>", "*n.borrow()")
        } else {
            ("&str", variable.as_str())
        };
        write!(parameters, ", {variable}: {kind}").expect("a string grows");
        writeln!(settings, "        args.set({variable:?}, {value});").expect("a string grows");
    }
    writeln!(out, "    /// “{}”", english.replace(['[', ']'], "")).expect("a string grows");
    writeln!(
        out,
        "    #[must_use]\n    #[allow(clippy::too_many_arguments)]"
    )
    .expect("a string grows");
    writeln!(out, "    pub fn {name}(&self{parameters}) -> String {{").expect("a string grows");
    if variables.is_empty() {
        writeln!(out, "        self.say({id:?}, None)\n    }}").expect("a string grows");
    } else {
        writeln!(out, "        let mut args = fluent_bundle::FluentArgs::new();\n{settings}        self.say({id:?}, Some(&args))\n    }}")
            .expect("a string grows");
    }
}
