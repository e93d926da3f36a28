//! `GET /api/v1/openapi.json`: what the API offers, for programs and their authors.

use axum::Json;
use serde_json::{Value, json};

pub(super) async fn document() -> Json<Value> {
    Json(describe())
}

fn describe() -> Value {
    let number = json!({"name": "number", "in": "path", "required": true, "schema": {"type": "string"}, "description": "XA-2027-00915, ours or theirs, or the id"});
    let pending =
        json!({"name": "pending", "in": "path", "required": true, "schema": {"type": "string"}});
    let key = json!({"name": "x-csrf", "in": "header", "required": true, "schema": {"type": "string"}, "description": "The form key of the session"});
    let answer = |what: &str| {
        json!({
            "200": {"description": what, "content": {"application/json": {"schema": {"type": "object"}}}},
            "default": {"description": "A fault with its stable code", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}}},
        })
    };
    let read = |summary: &str, parameters: Vec<&Value>| json!({"summary": summary, "parameters": parameters, "responses": answer(summary)});
    let write = |summary: &str, parameters: Vec<&Value>, body: Option<&str>| {
        let mut operation = read(summary, parameters);
        if let Some(schema) = body {
            operation["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{schema}")}}}});
        }
        operation
    };
    let view = json!({"name": "view", "in": "query", "schema": {"type": "string", "enum": ["open", "ours", "theirs", "nobody", "emergencies", "all"]}});
    let after = json!({"name": "after", "in": "query", "schema": {"type": "string"}, "description": "`next` of the page before"});
    let limit = json!({"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 500}});
    let place = |name: &str, what: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}, "description": what});
    let asked = |name: &str, required: bool, what: &str| json!({"name": name, "in": "query", "required": required, "schema": {"type": "string"}, "description": what});
    let (code, id) = (
        place("code", "Two letters of a State or territory"),
        place("id", "COE-185, or the short name of requests"),
    );
    let measure = asked(
        "measure",
        false,
        "A name of `measure_names`; preservation where nothing is said",
    );
    let direction = json!({"name": "direction", "in": "query", "schema": {"type": "string", "enum": ["we-ask", "they-ask"]}});
    let date = asked("date", false, "2027-03-16; today where nothing is said");
    let (a, b) = (
        asked("a", true, "The first State"),
        asked("b", true, "The second State"),
    );
    let (state, instrument) = (
        asked("state", true, "The State that joins"),
        asked("instrument", true, "The instrument"),
    );
    let from = asked("from", false, "From which day; today where nothing is said");
    let lang = asked(
        "lang",
        false,
        "Language of the sentences: ar, en, es, fr, ru, zh",
    );
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Comity node", "version": "1", "description": "The same acts as the screens, under the same rights. Signing in gives the session cookie `comity`."},
        "servers": [{"url": "/api/v1"}],
        "security": [{"session": []}],
        "paths": {
            "/session": {
                "post": write("Sign in: the session cookie, and the form key, officer, grant and world in the answer", vec![], Some("SignIn")),
                "delete": write("Sign out", vec![&key], None),
            },
            "/requests": {
                "get": read("Requests by their first clock", vec![&view, &after, &limit]),
                "post": write("Start a draft", vec![&key], Some("Begin")),
            },
            "/requests/{number}": {
                "get": read("One request with its text, items, clocks and defects", vec![&number]),
                "put": write("Save the whole text of a draft", vec![&number, &key], Some("Save")),
            },
            "/requests/{number}/register": {"get": read("What happened, oldest first", vec![&number])},
            "/requests/{number}/pending": {"get": read("What waits for approvals, as the exact bytes to be signed", vec![&number])},
            "/requests/{number}/pending/{pending}": {"post": write("Approve with proofs made by the native tool, one for each message", vec![&number, &pending, &key], Some("Approve"))},
            "/requests/{number}/submit": {"post": write("Sign a draft and hand it to those who must approve", vec![&number, &key], None)},
            "/requests/{number}/law": {"get": read("What the law says of one request, here and at the other side, and what a person found", vec![&number])},
            "/law": {"get": read("The law data in numbers, with the names of its measures", vec![])},
            "/law/states/{code}": {"get": read("One State: its instruments, profile and territories, each with its source", vec![&code])},
            "/law/instruments/{id}": {"get": read("One instrument: measures, parties, offences", vec![&id])},
            "/law/offences": {"get": read("Offence types with the elements of the conduct", vec![])},
            "/law/atlas": {"get": read("The answer for every State, one measure and one direction", vec![&measure, &direction, &date])},
            "/law/compare": {"get": read("Two States, every measure in both directions", vec![&a, &b, &date])},
            "/law/effect": {"get": read("What changes if a State joins an instrument", vec![&state, &instrument, &from])},
            "/law/decide": {"post": write("One question to the law; it changes nothing", vec![&lang], Some("Question"))},
            "/requests/{number}/acknowledge": {"post": write("Acknowledge receipt", vec![&number, &key], None)},
        },
        "components": {
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "comity"}},
            "schemas": {
                "Fault": {"type": "object", "required": ["code", "message"], "properties": {"code": {"type": "string"}, "message": {"type": "string"}}},
                "SignIn": {"type": "object", "required": ["name", "password"], "properties": {"name": {"type": "string"}, "password": {"type": "string"}}},
                "Approve": {"type": "object", "required": ["proofs"], "properties": {"proofs": {"type": "array", "items": {"type": "string", "description": "A proof as it travels in `authz`, in hexadecimal"}}}},
                "Question": {"type": "object", "required": ["requesting", "addressee", "measure", "date"], "properties": {"requesting": {"type": "string"}, "requested": {"type": ["string", "null"]}, "addressee": {"type": "string"}, "measure": {"type": "string"}, "data_category": {"type": "string"}, "offence": {"type": ["string", "null"]}, "max_penalty_months": {"type": ["integer", "null"]}, "date": {"type": "string", "format": "date"}, "facts": {"type": "object"}}},
                "Begin": {"type": "object", "required": ["kind", "to"], "properties": {"kind": {"type": "string"}, "to": {"type": "string"}, "form": {"type": "object"}}},
                "Save": {"type": "object", "required": ["version", "form"], "properties": {"version": {"type": "integer"}, "form": {"type": "object"}}},
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_law_is_described() {
        let paths = describe();
        for path in include_str!("law.rs").split(".route(\"").skip(1) {
            let path = path.split('"').next().expect("a path");
            let pointer = format!("/paths/{}", path.replace('/', "~1"));
            assert!(paths.pointer(&pointer).is_some(), "{path}");
        }
    }

    #[test]
    fn every_schema_that_is_named_exists() {
        let text = describe().to_string();
        for name in text
            .split("#/components/schemas/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(
                describe()
                    .pointer(&format!("/components/schemas/{name}"))
                    .is_some(),
                "{name}"
            );
        }
    }
}
