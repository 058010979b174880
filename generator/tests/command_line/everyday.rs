//! `init`, `report`, `schema`, `completions`, `man`.

use crate::run::Place;

#[test]
fn init_writes_an_overlay_that_changes_nothing_yet() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    place.run(&["init", "acme.yaml"]).ended(0);
    assert!(place.read("acme.overlay.yaml").contains("POST /auth/token: issue"));
    place.run(&["acme.yaml", "--check"]).ended(0);
    let again = place.run(&["init", "acme.yaml"]).ended(2);
    assert!(again.err().contains("--force"), "{}", again.err());
    place.run(&["init", "acme.yaml", "--force"]).ended(0);
}

#[test]
fn init_of_a_document_from_standard_input_goes_to_standard_output() {
    let place = Place::new();
    let spec = std::fs::File::open(place.path("acme.yaml")).expect("the document can be opened");
    let output = place.command(&["init", "-"]).stdin(spec).output().expect("the program can be run");
    assert!(String::from_utf8_lossy(&output.stdout).contains("overlay: 1.0.0"));
}

#[test]
fn a_report_is_one_file_that_asks_nobody() {
    let place = Place::new();
    place.run(&["report", "acme.yaml", "--out", "page.html"]).ended(0);
    let html = place.read("page.html");
    assert!(html.contains("POST /auth/token"), "{html}");
    for outside in ["http://", "https://", "<script", "<link", "@import", "url("] {
        let found = html.replace("https://api.acme.example", "").replace("url(#tip)", "");
        assert!(!found.contains(outside), "{outside} in {html}");
    }
}

#[test]
fn a_report_of_a_broken_document_shows_what_is_broken() {
    let place = Place::new();
    place.edit("#/components/schemas/Token", "#/components/schemas/Nothing");
    place.run(&["report", "acme.yaml", "--out", "page.html"]).ended(1);
    assert!(place.read("page.html").contains("class=\"card finding error\""));
}

#[test]
fn the_schema_is_json() {
    let ran = Place::new().run(&["schema"]).ended(0);
    let schema: serde_json::Value = serde_json::from_str(&ran.out()).expect("the schema is JSON");
    assert_eq!(schema["title"], "x-authwright");
}

#[test]
fn shells_and_man_get_their_pages() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(place.run(&["completions", shell]).ended(0).out().contains("authwright"), "{shell}");
    }
    assert!(place.run(&["man"]).ended(0).out().contains(".TH authwright"));
}

#[test]
fn the_cargo_subcommand_is_the_same_program() {
    let place = Place::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-authwright"));
    let output = command.args(["authwright", "inspect", "acme.yaml"]).current_dir(place.path("")).output();
    let output = output.expect("the program can be run");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("POST /auth/token"));
}

#[test]
fn every_command_has_its_own_manual_page() {
    let place = Place::new();
    for command in ["inspect", "changes", "init", "report", "watch", "schema", "completions", "man"] {
        let page = place.run(&["man", command]).ended(0).out();
        assert!(page.contains(&format!(".TH authwright-{command}")), "{page}");
    }
    assert!(place.run(&["man", "nothing"]).ended(2).err().contains("'nothing'"));
}

#[test]
fn a_report_of_a_document_that_is_not_there_writes_nothing() {
    let place = Place::new();
    let ran = place.run(&["report", "none.yaml", "--format", "json"]).ended(2);
    assert!(ran.out().contains("\"page\": null") && ran.out().contains("\"file\": \"none.yaml\""), "{}", ran.out());
    assert!(!place.path("report.html").exists());
    let unwritable = place.run(&["report", "acme.yaml", "--out", "none/page.html"]).ended(2);
    assert!(!unwritable.err().contains(".authwright-"), "{}", unwritable.err());
}

/// `/dev/full` takes nothing: whoever relies on the answer must learn that it is not there.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_could_not_be_written_is_a_failure() {
    let place = Place::new();
    place.run(&["acme.yaml"]).ended(0);
    for words in [
        &["inspect", "acme.yaml"] as &[&str],
        &["inspect", "acme.yaml", "--format", "sarif"],
        &["acme.yaml", "--check"],
        &["acme.yaml", "--check", "--format", "json"],
        &["changes", "acme.yaml", "acme.yaml", "--format", "json"],
        &["init", "acme.yaml", "--out", "-"],
        &["report", "acme.yaml", "--out", "-"],
        &["schema"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["--version"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let output = place.command(words).stdout(full).output().expect("the program can be run");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {said}");
        assert!(said.contains("could not be written"), "{words:?}: {said}");
    }
}

#[test]
fn who_stops_reading_is_no_failure() {
    let place = Place::new();
    for words in
        [&["schema"] as &[&str], &["inspect", "acme.yaml", "--format", "json"], &["init", "acme.yaml", "--out", "-"]]
    {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let status = place.command(words).stdout(writer).status().expect("the program can be run");
        assert_eq!(status.code(), Some(0), "{words:?}");
    }
}

/// Each trouble with the disk has the help that ends it, and the message has the name that the user gave.
#[test]
fn what_cannot_be_written_is_told_with_what_helps() {
    let place = Place::new();
    place.write("file", "");
    std::fs::create_dir_all(place.path("mine")).expect("a folder");
    place.write("mine/authwright", "");
    std::fs::create_dir_all(place.path("folder")).expect("a folder");
    for (words, message, help) in [
        (&["acme.yaml", "--out", "file"] as &[&str], "file: is a file", "move that file"),
        (&["acme.yaml", "--out", "file/deeper"], "file: is a file", "move that file"),
        (&["acme.yaml", "--out", "file", "--check"], "file: is a file", "move that file"),
        (&["acme.yaml", "--out", "mine", "--vendor"], "mine/authwright: is a file", "move that file"),
        (&["report", "acme.yaml", "--out", "none/page.html"], "none: ", "make that folder first"),
        (&["report", "acme.yaml", "--out", "file/page.html"], "file: is a file", "move that file"),
        (&["report", "acme.yaml", "--out", "folder"], "folder: ", "a folder stands"),
        (&["init", "acme.yaml", "--out", "none/o.yaml"], "none: ", "make that folder first"),
    ] {
        let said = place.run(words).ended(2).err().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(message) && said.contains(help), "{words:?}: {said}");
        assert!(!said.contains(".authwright-") && !said.contains("disk"), "{words:?}: {said}");
    }
}

#[test]
fn a_report_replaces_reports_and_nothing_else() {
    let place = Place::new();
    let spec = place.read("acme.yaml");
    let refused = place.run(&["report", "acme.yaml", "--out", "acme.yaml"]).ended(2);
    assert!(refused.err().contains("--force"), "{}", refused.err());
    assert_eq!(place.read("acme.yaml"), spec);
    place.write("report.html", "<!doctype html>\nmine");
    place.run(&["report", "acme.yaml"]).ended(2);
    place.run(&["report", "acme.yaml", "--force"]).ended(0);
    place.run(&["report", "acme.yaml"]).ended(0);
}

#[cfg(unix)]
#[test]
fn what_is_written_has_the_rights_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("plain", "");
    place.run(&["report", "acme.yaml"]).ended(0);
    place.run(&["init", "acme.yaml"]).ended(0);
    let mode = |name: &str| std::fs::metadata(place.path(name)).expect("it is there").permissions().mode();
    for name in ["report.html", "acme.overlay.yaml"] {
        assert_eq!(mode(name), mode("plain"), "{name}");
    }
}

#[test]
fn nothing_that_programs_read_hides_or_reorders_text() {
    let place = Place::new();
    place.edit("title: Acme", r#"title: "A\u202ecme\x9b""#);
    place.edit("operationId: createToken", r#"operationId: "create\u202eToken""#);
    for format in ["json", "sarif"] {
        let out = place.run(&["inspect", "acme.yaml", "--format", format]).ended(0).out();
        assert!(!out.contains(['\u{202e}', '\u{9b}']), "{out}");
        let read: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
        assert!(format == "sarif" || read["title"] == "A\u{202e}cme\u{9b}", "{out}");
    }
}
