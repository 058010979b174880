//! `authwright SPEC...`: what is said, where, and with which status.

use std::process::Stdio;

use crate::run::{Place, Ran};

const WRITTEN: &str = "// Written by Authwright; regenerate instead of editing.\n";

#[test]
fn a_new_crate_comes_with_the_next_step() {
    let place = Place::new();
    let first = place.run(&["acme.yaml"]).ended(0);
    assert!(first.out().contains("cargo add --path generated/acme"), "{}", first.out());
    let again = place.run(&["acme.yaml"]).ended(0);
    assert!(!again.out().contains("cargo add") && again.out().ends_with("unchanged\n"), "{}", again.out());
}

#[test]
fn quiet_says_problems_only_and_differences_are_problems() {
    let place = Place::new();
    let quiet = place.run(&["acme.yaml", "--quiet"]).ended(0);
    assert_eq!((quiet.out().as_str(), quiet.err().as_str()), ("", ""));
    let check = place.run(&["acme.yaml", "--check", "--quiet"]).ended(0);
    assert_eq!((check.out().as_str(), check.err().as_str()), ("", ""));
    place.write("generated/acme/README.md", "other");
    let check = place.run(&["acme.yaml", "--check", "--quiet"]).ended(1);
    assert_eq!(check.out(), "");
    assert!(check.err().contains("to mend this: authwright acme.yaml"), "{}", check.err());
}

#[test]
fn code_hosts_see_each_file_that_differs() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    place.write("generated/acme/README.md", "other");
    place.write("generated/acme/src/old.rs", WRITTEN);
    let ran = place.run(&["acme.yaml", "--check", "--format", "sarif"]).ended(1);
    let log: serde_json::Value = serde_json::from_str(&ran.out()).expect("SARIF is JSON");
    let results = log["runs"][0]["results"].as_array().cloned().unwrap_or_default();
    let files: Vec<_> =
        results.iter().map(|result| &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]).collect();
    assert_eq!(files, ["generated/acme/README.md", "generated/acme/src/old.rs"]);
    assert!(results.iter().all(|result| result["ruleId"] == "AW0705"));
}

#[test]
fn a_mistyped_command_is_no_document() {
    let place = Place::new();
    let ran = place.run(&["insepct", "acme.yaml"]).ended(2);
    assert!(ran.err().contains("did you mean 'inspect'?"), "{}", ran.err());
    assert!(!place.path("generated").exists());
}

#[test]
fn standard_input_is_read_once() {
    let place = Place::new();
    for words in [&["-", "-"] as &[&str], &["inspect", "-", "-"], &["changes", "-", "-"]] {
        assert!(place.run(words).ended(2).err().contains("once"), "{words:?}");
    }
}

#[test]
fn an_address_is_not_fetched_and_the_way_is_told() {
    let place = Place::new();
    for words in [&["https://acme.example/api.yaml"] as &[&str], &["inspect", "HTTP://acme.example/api.yaml"]] {
        let said = place.run(words).ended(2).err();
        assert!(said.contains("nothing is fetched") && said.contains("| authwright -"), "{said}");
    }
}

#[test]
fn standard_input_has_no_folder_to_read_from() {
    let place = Place::new();
    place.edit("'#/components/schemas/Token'", "'types.yaml#/Token'");
    let ran = |words: &[&str]| {
        let spec = std::fs::File::open(place.path("acme.yaml")).expect("the document can be opened");
        let ran = Ran::of(place.command(words).stdin(spec)).ended(1);
        ran.err().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for words in [&["-", "--allow-refs"] as &[&str], &["-"], &["inspect", "-"]] {
        let said = ran(words);
        assert!(said.contains("AW0205") && said.contains("instead of `-`"), "{words:?}: {said}");
    }
    assert!(ran(&["acme.yaml"]).contains("allow the file with `--allow-refs`"));
}

#[test]
fn a_runtime_that_is_not_there_is_told() {
    let place = Place::new();
    let ran = place.run(&["acme.yaml", "--runtime", "nowhere"]).ended(0);
    assert!(ran.err().contains("AW0707") && ran.err().contains("--vendor"), "{}", ran.err());
}

#[test]
fn nobody_watches_no_progress() {
    let place = Place::new();
    let names: Vec<String> = (0..30).map(|number| format!("spec{number}.yaml")).collect();
    let text = place.read("acme.yaml");
    for name in &names {
        place.write(name, &text);
    }
    let words: Vec<&str> = ["inspect"].into_iter().chain(names.iter().map(String::as_str)).collect();
    assert_eq!(place.run(&words).ended(0).err(), "");
}

#[test]
fn a_checkout_with_other_line_ends_is_the_same() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    for file in ["src/lib.rs", "CHANGELOG.md", "surface.json", "Cargo.toml", "README.md"] {
        let file = format!("generated/acme/{file}");
        place.write(&file, &place.read(&file).replace('\n', "\r\n"));
    }
    place.run(&["acme.yaml", "--check"]).ended(0);
    place.edit("/auth/token", "/v2/auth/token");
    place.run(&["acme.yaml"]).ended(0);
    assert!(!place.read("generated/acme/CHANGELOG.md").contains('\r'));
}

/// A run that was killed between two renames: whatever it had written, the next run ends where a whole run ends.
#[test]
fn a_run_that_was_killed_is_carried_on() {
    let (whole, killed) = (Place::new(), Place::new());
    for place in [&whole, &killed] {
        place.run(&["acme.yaml"]).ended(0);
        place.edit("/auth/token", "/v2/auth/token");
    }
    whole.run(&["acme.yaml"]).ended(0);
    for file in ["CHANGELOG.md", "Cargo.toml", "README.md", "docs/AuthenticationApi.md"] {
        let file = format!("generated/acme/{file}");
        killed.write(&file, &whole.read(&file));
        killed.write("generated/acme/src/.authwright-x1", "half a file");
        let check = killed.run(&["acme.yaml", "--check"]).ended(1);
        assert!(check.out().contains("src/.authwright-x1: stale"), "{}", check.out());
        let half = Place::new();
        copy(&killed.path(""), &half.path(""));
        half.run(&["acme.yaml"]).ended(0);
        for same in ["CHANGELOG.md", "Cargo.toml", "surface.json", "src/client.rs"] {
            let same = format!("generated/acme/{same}");
            assert_eq!(half.read(&same), whole.read(&same), "{same}, killed after {file}");
        }
        half.run(&["acme.yaml", "--check"]).ended(0);
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("a file");
        }
    }
}

#[test]
fn files_of_the_user_stay_and_what_is_removed_is_named() {
    let place = Place::new();
    place.edit("title: Acme", "title: Acme Bank");
    place.run(&["acme.yaml"]).ended(0);
    let own = [".env", "notes.md", "LICENSE", "src/mine.rs", "tests/my_own.rs", "docs/mine.md", "examples/mine.rs"];
    for file in own {
        place.write(&format!("generated/acme/{file}"), "mine");
    }
    place.run(&["acme.yaml", "--check"]).ended(0);
    assert!(place.run(&["acme.yaml"]).ended(0).out().ends_with("unchanged\n"));

    // A schema with another name: its page goes.
    place.edit("schemas/Token'", "schemas/Session'");
    place.edit("    Token: {", "    Session: {");
    place.write("generated/acme/src/old.rs", WRITTEN);
    let ran = place.run(&["acme.yaml"]).ended(0);
    for removed in ["docs/models/Token.md", "src/old.rs"] {
        assert!(ran.out().contains(&format!("  removed: {removed}\n")), "{}", ran.out());
        assert!(!place.path("generated/acme").join(removed).exists(), "{removed}");
    }
    assert_eq!(ran.out().matches("removed: ").count(), 2, "{}", ran.out());
    assert!(own.iter().all(|file| place.read(&format!("generated/acme/{file}")) == "mine"));
    place.write("generated/acme/src/old.rs", WRITTEN);
    let told = place.run(&["acme.yaml", "--format", "json"]).ended(0).out();
    let answer: serde_json::Value = serde_json::from_str(&told).expect("the answer is JSON");
    assert_eq!(answer["crates"][0]["removed_files"], serde_json::json!(["src/old.rs"]));
}

#[cfg(unix)]
#[test]
fn paths_may_have_names_that_are_not_utf_8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let name = |bytes: &'static [u8]| OsStr::from_bytes(bytes);
    let place = Place::new();
    let spec = place.path("").join(name(b"sp\xe9c.yaml"));
    std::fs::copy(place.path("acme.yaml"), &spec).expect("the document can be copied");
    let ran = |words: &[&OsStr]| Ran::of(place.command(&[]).args(words));
    for extra in [&["--format", "json"] as &[&str], &["--check", "--format", "json"], &["--check", "--format", "sarif"]]
    {
        let words: Vec<&OsStr> = [spec.as_os_str(), "--out".as_ref(), name(b"nu\xe9")].into_iter().collect();
        ran(&[words, extra.iter().map(OsStr::new).collect()].concat()).ended(0);
    }
    assert!(place.path("").join(name(b"nu\xe9")).join("sp-c/Cargo.toml").exists());
    ran(&["init".as_ref(), spec.as_os_str(), "--out".as_ref(), name(b"o\xe9.yaml"), "--format=json".as_ref()]).ended(0);
    ran(&["report".as_ref(), spec.as_os_str(), "--out".as_ref(), name(b"r\xe9"), "--format=json".as_ref()]).ended(0);
    ran(&["changes".as_ref(), spec.as_os_str(), "acme.yaml".as_ref(), "--format=sarif".as_ref()]).ended(0);
    let named = ran(&["acme.yaml".as_ref(), "--name".as_ref(), name(b"n\xe9")]).ended(2);
    assert!(named.err().contains("'--name <NAME>'"), "{}", named.err());
}

/// Several at once, first where there is no crate yet and then where each file of it changes and one goes.
#[test]
fn runs_at_once_end_as_one() {
    let (place, alone) = (Place::new(), Place::new());
    for round in 0..4 {
        for place in [&place, &alone] {
            place.edit("schemas/Token'", &format!("schemas/Token{round}'"));
            place.edit("    Token: {", &format!("    Token{round}: {{"));
        }
        alone.run(&["acme.yaml"]).ended(0);
        let runs: Vec<_> = (0..8)
            .map(|_| place.command(&["acme.yaml"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn())
            .map(|run| run.expect("the program can be run"))
            .collect();
        for run in runs {
            let output = run.wait_with_output().expect("it ends");
            assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        }
        place.run(&["acme.yaml", "--check"]).ended(0);
        for file in ["Cargo.toml", "CHANGELOG.md", "surface.json", "src/models.rs"] {
            let file = format!("generated/acme/{file}");
            assert_eq!(place.read(&file), alone.read(&file), "{file}");
        }
        for place in [&place, &alone] {
            place.edit(&format!("schemas/Token{round}'"), "schemas/Token'");
            place.edit(&format!("    Token{round}: {{"), "    Token: {");
        }
    }
    assert_eq!(std::fs::read_dir(place.path("generated")).expect("the folder").count(), 1);
}

#[test]
fn a_new_crate_appears_whole_and_leaves_nothing_beside_it() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    let names: Vec<_> = std::fs::read_dir(place.path("generated"))
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["acme"]);
}
