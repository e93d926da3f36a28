//! Every relative link in the documents leads to a file that exists.

use std::path::{Path, PathBuf};

/// Looks at each `.md` file of the project.
///
/// # Errors
/// Names each dead link with its file.
pub(crate) fn check() -> Result<(), String> {
    let mut documents = Vec::new();
    gather(Path::new("."), &mut documents).map_err(|why| why.to_string())?;
    let mut dead = Vec::new();
    for document in &documents {
        let text = std::fs::read_to_string(document)
            .map_err(|why| format!("{}: {why}", document.display()))?;
        let folder = document.parent().unwrap_or(Path::new("."));
        for link in links(&text) {
            let target = link.split('#').next().unwrap_or_default();
            let outside =
                target.is_empty() || target.contains("://") || target.starts_with("mailto:");
            if !outside && !folder.join(target).exists() {
                dead.push(format!("{}: {link}", document.display()));
            }
        }
    }
    if dead.is_empty() {
        Ok(())
    } else {
        Err(format!("dead links:\n{}", dead.join("\n")))
    }
}

fn gather(folder: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if !matches!(name, "target" | ".git" | "node_modules") {
                gather(&path, into)?;
            }
        } else if name.ends_with(".md") {
            into.push(path);
        }
    }
    Ok(())
}

/// The targets of `[words](target)` outside code.
fn links(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let mut rest = line;
        while let Some(at) = rest.find("](") {
            rest = &rest[at + 2..];
            let Some(end) = rest.find(')') else { break };
            found.push(&rest[..end]);
            rest = &rest[end..];
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_in_code_is_no_link() {
        let text = "see [one](a.md) and [two](b.md#part)\n```\n[no](c.md)\n```\n![three](d.png)";
        assert_eq!(links(text), ["a.md", "b.md#part", "d.png"]);
    }
}
