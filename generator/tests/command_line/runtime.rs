//! Where the crates find their runtime: as told, and in later runs as before.

use crate::run::Place;

const MANIFEST: &str = "generated/acme/Cargo.toml";

/// The command at the end of the crate's README, without the program.
fn again(place: &Place) -> Vec<String> {
    let readme = place.read("generated/acme/README.md");
    let command = readme.rsplit("```bash\n").next().and_then(|rest| rest.lines().next()).unwrap_or_default();
    command.split(' ').skip(1).map(str::to_owned).collect()
}

#[test]
fn a_vendored_crate_stays_one() {
    let place = Place::new();
    place.run(&["acme.yaml", "--vendor"]).ended(0);
    assert_eq!(again(&place), ["acme.yaml", "--vendor"]);
    for words in [&["acme.yaml"] as &[&str], &["acme.yaml", "--vendor"]] {
        let ran = place.run(words).ended(0);
        assert_eq!(ran.out().matches("unchanged").count(), 2, "{words:?}: {}", ran.out());
    }
    place.run(&["acme.yaml", "--check"]).ended(0);
    assert!(place.read(MANIFEST).contains("path = \"../authwright\""));
}

#[test]
fn a_copy_that_is_gone_is_written_again() {
    let place = Place::new();
    place.run(&["acme.yaml", "--vendor"]).ended(0);
    std::fs::remove_dir_all(place.path("generated/authwright")).expect("the copy can be removed");
    let check = place.run(&["acme.yaml", "--check"]).ended(1);
    assert!(check.out().contains("to mend this: authwright acme.yaml --vendor"), "{}", check.out());
    place.run(&["acme.yaml"]).ended(0);
    place.run(&["acme.yaml", "--check"]).ended(0);
}

#[test]
fn a_crate_beside_a_copy_uses_it() {
    let place = Place::new();
    place.run(&["acme.yaml", "--vendor"]).ended(0);
    place.write("other.yaml", &place.read("acme.yaml"));
    place.run(&["other.yaml"]).ended(0);
    assert!(place.read("generated/other/Cargo.toml").contains("path = \"../authwright\""));
}

#[test]
fn a_folder_that_was_given_is_kept() {
    let place = Place::new();
    std::fs::create_dir(place.path("mine")).expect("a folder can be made");
    place.write("mine/Cargo.toml", "[package]\nname = \"authwright\"\n");
    place.run(&["acme.yaml", "--runtime", "mine"]).ended(0);
    let plain = place.run(&["acme.yaml"]).ended(0);
    assert!(plain.out().contains("unchanged") && plain.err().is_empty(), "{}{}", plain.out(), plain.err());
    assert!(place.read(MANIFEST).contains("path = \"../../mine\""));
    std::fs::remove_dir_all(place.path("mine")).expect("the folder can be removed");
    let gone = place.run(&["acme.yaml", "--check"]).ended(0);
    assert!(gone.err().contains("AW0707"), "{}", gone.err());
}

#[test]
fn an_option_says_otherwise() {
    let place = Place::new();
    place.run(&["acme.yaml", "--vendor"]).ended(0);
    place.run(&["acme.yaml", "--published", "--check"]).ended(1);
    place.run(&["acme.yaml", "--published"]).ended(0);
    assert!(place.read(MANIFEST).contains("version = \"0.1.0\"\ndefault-features"), "{}", place.read(MANIFEST));
    place.run(&["acme.yaml", "--check"]).ended(0);
    place.run(&["acme.yaml", "--published", "--vendor"]).ended(2);
}

#[test]
fn a_new_crate_that_cannot_be_built_yet_says_so() {
    let place = Place::new();
    let first = place.run(&["acme.yaml"]).ended(0);
    assert!(first.err().contains("AW0707") && first.err().contains("`--vendor`"), "{}", first.err());
    assert_eq!(place.run(&["acme.yaml"]).ended(0).err(), "", "it was said once");
    let vendored = Place::new().run(&["acme.yaml", "--vendor"]).ended(0);
    assert_eq!(vendored.err(), "");
}

#[test]
fn the_readme_names_what_the_run_needs() {
    let place = Place::new();
    let overlay = "overlay: 1.0.0\ninfo: { title: t, version: '1' }\nactions: []\n";
    place.write("fix.yaml", overlay);
    place.write("acme.overlay.yaml", overlay);
    place.run(&["acme.yaml", "--name", "acme", "--allow-refs", "--no-bump"]).ended(0);
    assert_eq!(again(&place), ["acme.yaml"], "it would be the same without");

    place.write("types.yaml", "Token: { type: object, properties: { access_token: { type: string } } }");
    place.write("v1.yaml", &place.read("acme.yaml").replace("'#/components/schemas/Token'", "'types.yaml#/Token'"));
    let fix = place.path("fix.yaml").display().to_string();
    place.run(&["v1.yaml", "--overlay", &fix, "--allow-refs", "--name", "acme"]).ended(0);
    assert_eq!(again(&place), ["v1.yaml", "--overlay", "fix.yaml", "--allow-refs"], "the title says acme as well");
    place.run(&again(&place).iter().map(String::as_str).collect::<Vec<_>>()).ended(0);

    place.edit("title: Acme", "title: Other");
    place.run(&["acme.yaml", "--name", "beta"]).ended(0);
    assert!(place.read("generated/beta/README.md").contains("authwright acme.yaml --name beta\n"));
}

#[test]
fn a_provider_of_the_runtimes_name_does_not_take_its_folder() {
    let place = Place::new();
    let both = place.run(&["acme.yaml", "--name", "authwright", "--vendor"]).ended(1);
    assert!(both.err().contains("the copy of the runtime"), "{}", both.err());
    place.run(&["acme.yaml", "--name", "authwright", "--published"]).ended(0);
    let manifest = place.read("generated/authwright/Cargo.toml");
    place.run(&["acme.yaml", "--vendor"]).ended(1);
    assert_eq!(place.read("generated/authwright/Cargo.toml"), manifest, "a crate is no copy of the runtime");
}
