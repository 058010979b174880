//! A real browser: headless Chromium, spoken to over its debugging pipe.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::optional::{Need, program, ran, skipped};

/// How long the browser may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running browser with one page; it ends with the value.
#[derive(Debug)]
pub struct Browser {
    child: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    session: String,
    sent: u64,
    /// What the browser told without being asked.
    events: Vec<Value>,
    // The profile, removed with the value.
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts Chromium, or skips `test` where it is not installed.
    ///
    /// # Panics
    ///
    /// When it is installed and does not start.
    pub fn start(test: &str) -> Option<Self> {
        let Some(chromium) = program("chromium") else {
            skipped(Need::Server, test, "`chromium` is not installed");
            return None;
        };
        ran(Need::Server, test);
        let profile = tempfile::tempdir().expect("a folder for the profile");
        // The debugging pipe is on file descriptors 3 and 4: the shell puts our pipes there.
        let mut child = Command::new("sh")
            .arg("-c")
            .arg("exec \"$0\" \"$@\" 3<&0 4>&1 >/dev/null 2>&1 </dev/null")
            .arg(chromium)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .args(["--hide-scrollbars", "--window-size=900,700", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell starts");
        let commands = child.stdin.take().expect("is piped");
        let answers = BufReader::new(child.stdout.take().expect("is piped"));
        let mut browser =
            Self { child, commands, answers, session: String::new(), sent: 0, events: Vec::new(), _profile: profile };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        browser.session =
            browser.call("Target.attachToTarget", attach)["sessionId"].as_str().unwrap_or_default().into();
        Some(browser)
    }

    /// Opens an address.
    pub fn open(&mut self, url: &str) {
        self.call("Page.navigate", json!({ "url": url }));
    }

    /// Listens from now on to requests, to the console and to the log.
    pub fn listen(&mut self) {
        for domain in ["Network", "Runtime", "Log"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        self.events.clear();
    }

    /// The parameters of every event of this kind that was heard.
    pub fn heard(&self, method: &str) -> Vec<&Value> {
        self.events.iter().filter(|event| event["method"] == method).map(|event| &event["params"]).collect()
    }

    /// Gives the page this size, in CSS pixels.
    pub fn size(&mut self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// Presses a key that writes nothing, such as `Tab`.
    pub fn press(&mut self, key: &str) {
        let code = if key == "Tab" { 9 } else { 13 };
        for kind in ["keyDown", "keyUp"] {
            let text = if key == "Enter" && kind == "keyDown" { "\r" } else { "" };
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text });
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Switches to dark colours or back.
    pub fn dark(&mut self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let feature = json!([{ "name": "prefers-color-scheme", "value": value }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": feature }));
    }

    /// Evaluates an expression in the page; `null` while a page is being replaced.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let reply = self.call("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true }));
        reply["result"]["value"].clone()
    }

    /// Evaluates an expression again and again until it is true.
    ///
    /// # Panics
    ///
    /// When it stays false; the page's text is in the message.
    pub fn until(&mut self, expression: &str) {
        let began = Instant::now();
        while self.evaluate(expression) != json!(true) {
            if began.elapsed() > PATIENCE {
                let page = self.evaluate("location.href + ' ' + document.body?.innerText");
                panic!("`{expression}` does not come true at {page}");
            }
            std::thread::yield_now();
        }
    }

    /// A picture of the page, as PNG.
    ///
    /// # Panics
    ///
    /// When the browser gives none.
    pub fn screenshot(&mut self) -> Vec<u8> {
        use base64::Engine as _;
        let picture = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        let text = picture["data"].as_str().expect("a picture");
        base64::engine::general_purpose::STANDARD.decode(text).expect("is base64")
    }

    /// Sends a command and brings its result.
    #[allow(clippy::needless_pass_by_value)] // every caller makes it for this call
    fn call(&mut self, method: &str, params: Value) -> Value {
        self.sent += 1;
        let mut command = json!({ "id": self.sent, "method": method, "params": params });
        if !self.session.is_empty() {
            command["sessionId"] = json!(self.session);
        }
        self.commands.write_all(format!("{command}\0").as_bytes()).expect("the browser listens");
        loop {
            let mut message = Vec::new();
            let length = self.answers.read_until(0, &mut message).expect("the browser answers");
            assert!(length > 0, "the browser ended at {method}");
            message.pop();
            let message: Value = serde_json::from_slice(&message).expect("is JSON");
            if message["id"] == json!(self.sent) {
                return message["result"].clone();
            }
            if message.get("method").is_some() {
                self.events.push(message);
            }
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
