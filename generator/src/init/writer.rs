//! YAML by lines: comments that stay comments, and actions that become live when their `# ` is taken away.

/// Collects lines.
pub(super) struct Writer(String);

impl Writer {
    pub(super) fn new() -> Self {
        Self(String::new())
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    /// A remark: never an action, whatever is taken away.
    pub(super) fn note(&mut self, text: &str) {
        self.0.push_str(format!("## {text}").trim_end());
        self.0.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.0.push('\n');
    }

    /// A line of our own words.
    pub(super) fn line(&mut self, depth: usize, text: &str) {
        self.0.push_str(&"  ".repeat(depth));
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// A key of ours with a value of the document's.
    pub(super) fn pair(&mut self, depth: usize, key: &str, value: &str) {
        self.line(depth, &format!("{key}: {}", scalar(value)));
    }

    /// An action that sets facts of `x-authwright`.
    pub(super) fn action(&mut self, target: &str, facts: &[(&str, &str)], commented: bool) {
        let lines: Vec<String> = facts.iter().map(|(key, value)| format!("{key}: {}", scalar(value))).collect();
        self.block(target, &lines.iter().map(String::as_str).collect::<Vec<_>>(), commented);
    }

    /// The same from lines that are YAML already, as a comment.
    pub(super) fn commented_block(&mut self, target: &str, lines: &[&str]) {
        self.block(target, lines, true);
    }

    /// An action in OpenAPI's own words, as a comment.
    pub(super) fn commented(&mut self, target: &str, lines: &[&str]) {
        self.update(target, lines.iter().map(|line| (*line).to_owned()), true);
    }

    fn block(&mut self, target: &str, lines: &[&str], commented: bool) {
        let body = lines.iter().map(|line| format!("  {line}"));
        self.update(target, std::iter::once("x-authwright:".to_owned()).chain(body), commented);
    }

    fn update(&mut self, target: &str, lines: impl Iterator<Item = String>, commented: bool) {
        let mark = if commented { "# " } else { "" };
        let head = [format!("  - target: {}", scalar(target)), "    update:".to_owned()];
        for line in head.into_iter().chain(lines.map(|line| format!("      {line}"))) {
            self.0.push_str(mark);
            self.0.push_str(&line);
            self.0.push('\n');
        }
    }
}

/// `text` as a YAML scalar: plain where that is certainly text, else as JSON writes it, which YAML 1.2 reads.
pub(super) fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "$._-/ ".contains(c))
        && !text.ends_with(' ')
        && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    if plain { text.to_owned() } else { json(text) }
}

fn json(text: &str) -> String {
    crate::text::escaped_json(&serde_json::Value::from(text).to_string())
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn only_certain_text_is_plain() {
        assert_eq!(scalar("POST /auth/token"), "POST /auth/token");
        assert_eq!(scalar("no"), "\"no\"");
        assert_eq!(scalar("1.10"), "\"1.10\"");
        assert_eq!(scalar("a: b #c"), "\"a: b #c\"");
        assert_eq!(scalar("x\u{202e}y\n"), "\"x\\u202ey\\n\"");
    }
}
