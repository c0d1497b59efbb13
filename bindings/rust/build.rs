//! Asks pkg-config where the library is.
use std::process::Command;

fn main() {
    let said = Command::new("pkg-config").args(["--libs-only-L", "codearts_deploy"]).output();
    let said = said.expect("pkg-config is not installed");
    assert!(said.status.success(), "pkg-config does not know codearts_deploy: install it, or set PKG_CONFIG_PATH");
    for folder in String::from_utf8_lossy(&said.stdout).split_whitespace() {
        println!("cargo:rustc-link-search=native={}", folder.trim_start_matches("-L"));
    }
}
