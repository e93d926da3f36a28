//! `GET /api/v1/openapi.json`: what the API offers, for programs and their authors.

use axum::Json;
use serde_json::{Value, json};

pub(super) async fn document() -> Json<Value> {
    Json(describe())
}

fn describe() -> Value {
    let number = json!({"name": "number", "in": "path", "required": true, "schema": {"type": "string"}, "description": "XA-2027-00915, ours or theirs, or the id"});
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
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Comity node", "version": "1", "description": "The same acts as the screens, under the same rights. Signing in gives the session cookie `comity`."},
        "servers": [{"url": "/api/v1"}],
        "security": [{"session": []}],
        "paths": {
            "/requests": {
                "get": read("Requests by their first clock", vec![&view, &after, &limit]),
                "post": write("Start a draft", vec![&key], Some("Begin")),
            },
            "/requests/{number}": {
                "get": read("One request with its text, items, clocks and defects", vec![&number]),
                "put": write("Save the whole text of a draft", vec![&number, &key], Some("Save")),
            },
            "/requests/{number}/register": {"get": read("What happened, oldest first", vec![&number])},
            "/requests/{number}/submit": {"post": write("Sign a draft and hand it to those who must approve", vec![&number, &key], None)},
            "/requests/{number}/acknowledge": {"post": write("Acknowledge receipt", vec![&number, &key], None)},
        },
        "components": {
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "comity"}},
            "schemas": {
                "Fault": {"type": "object", "required": ["code", "message"], "properties": {"code": {"type": "string"}, "message": {"type": "string"}}},
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
