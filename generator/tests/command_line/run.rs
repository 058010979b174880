//! A folder of its own for each test, and the program run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Issue and refresh in plain JSON.
const SPEC: &str = "
openapi: 3.0.3
info: { title: Acme, version: '1' }
servers: [{ url: 'https://api.acme.example' }]
paths:
  /auth/token:
    post:
      operationId: createToken
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Credentials' } } }
      responses:
        '200':
          description: A token.
          content: { application/json: { schema: { $ref: '#/components/schemas/Token' } } }
components:
  schemas:
    Credentials: { type: object, required: [api_key], properties: { api_key: { type: string } } }
    Token: { type: object, properties: { access_token: { type: string }, expires_in: { type: integer } } }
";

/// A folder with `acme.yaml` in it.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a temporary folder can be made"));
        place.write("acme.yaml", SPEC);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Replaces text in `acme.yaml`.
    pub fn edit(&self, old: &str, new: &str) {
        let text = self.read("acme.yaml");
        assert!(text.contains(old), "{old} is in the document");
        self.write("acme.yaml", &text.replace(old, new));
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(Path::new(env!("CARGO_BIN_EXE_authwright")));
        command.args(words).current_dir(self.0.path()).stdin(Stdio::null()).env("COLUMNS", "200").env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        Ran::of(&mut self.command(words))
    }
}

/// What came of a run.
pub struct Ran(Output);

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        Self(command.output().expect("the program can be run"))
    }

    pub fn status(&self) -> Option<i32> {
        self.0.status.code()
    }

    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Ends the test where the status is another.
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status(), Some(status), "out: {}\nerr: {}", self.out(), self.err());
        self
    }
}
