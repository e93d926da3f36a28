//! Makes the sample letters of `docs/samples` anew: `cargo run -p comity-letters --example samples`.
//!
//! Texts are invented, in the exercise world. A test compares the files with what this makes.

use std::path::Path;

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/samples");
    std::fs::create_dir_all(&folder)?;
    for (name, bytes) in samples::all()? {
        std::fs::write(folder.join(&name), &bytes)?;
        println!("{name}: {} bytes", bytes.len());
    }
    Ok(())
}
