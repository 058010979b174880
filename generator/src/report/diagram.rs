//! The life of a token as a sequence diagram: rows of a drawing, computed here and printed by the template.

use serde::Serialize;

use super::HtmlText;
use crate::model::{Lifecycle, Provider, Step};

/// The x of the three life lines: the program, the token source, the provider.
const LINES: [u32; 3] = [110, 430, 750];
/// The longest text that fits between two life lines, in characters; the rest is in the picture's description.
const FITS: usize = 40;
/// The y of the first message and the distance between two.
const TOP: u32 = 84;
const STEP: u32 = 46;

/// The drawing.
#[derive(Clone, Debug, Serialize)]
pub struct Diagram {
    /// Height of the picture in pixels.
    pub height: HtmlText,
    /// Where the life lines end.
    pub bottom: HtmlText,
    /// From top to bottom.
    pub messages: Vec<Message>,
    /// The same in words, for people who do not see the picture.
    pub words: HtmlText,
}

/// One arrow with its text.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Where the arrow begins.
    pub from: HtmlText,
    /// Where it ends.
    pub to: HtmlText,
    /// Its height.
    pub y: HtmlText,
    /// The middle of its text.
    pub text_x: HtmlText,
    /// The baseline of its text.
    pub text_y: HtmlText,
    /// What it says.
    pub text: HtmlText,
    /// The class that draws it: `call` or `reply`.
    pub class: HtmlText,
}

/// Who a message goes between.
#[derive(Clone, Copy)]
enum Way {
    Ask,
    Give,
    Call,
    Reply,
}

/// The drawing of a lifecycle.
pub(super) fn of(provider: &Provider, lifecycle: &Lifecycle) -> Diagram {
    let script = script(provider, lifecycle);
    let end = TOP + STEP * u32::try_from(script.len()).unwrap_or(u32::MAX / STEP / 2);
    let words: Vec<String> = script.iter().map(|(_, text)| text.clone()).collect();
    Diagram {
        height: number(end + 20),
        bottom: number(end),
        messages: script.iter().zip(0..).map(|((way, text), row)| message(*way, text, TOP + STEP * row)).collect(),
        words: HtmlText::new(&words.join("; ")),
    }
}

fn script(provider: &Provider, lifecycle: &Lifecycle) -> Vec<(Way, String)> {
    let call = |step: &Step| {
        let operation = provider.operations.get(step.operation);
        operation.map(|operation| format!("{} {}", operation.method, operation.path)).unwrap_or_default()
    };
    let rotates = lifecycle.refreshed.as_ref().unwrap_or(&lifecycle.token).refresh.is_some();
    let mut script = vec![
        (Way::Ask, "token()".to_owned()),
        (Way::Call, format!("{} with the credentials", call(&lifecycle.issue))),
        (Way::Reply, format!("access token, ends {}", lifecycle.token.expiry)),
        (Way::Give, "a token that is valid now".to_owned()),
        (Way::Ask, "token(), shortly before the end".to_owned()),
    ];
    if let Some(refresh) = &lifecycle.refresh {
        let kept = if rotates { "new access token, new refresh token" } else { "new access token" };
        script.push((Way::Call, format!("{} with the refresh token", call(refresh))));
        script.push((Way::Reply, kept.to_owned()));
    } else {
        script.push((Way::Call, format!("{} again", call(&lifecycle.issue))));
        script.push((Way::Reply, "new access token".to_owned()));
    }
    script.push((Way::Give, "the new token".to_owned()));
    if let Some(revoke) = &lifecycle.revoke {
        script.push((Way::Ask, "revoke()".to_owned()));
        script.push((Way::Call, call(revoke)));
    }
    script
}

fn message(way: Way, text: &str, y: u32) -> Message {
    let [program, source, server] = LINES;
    let (from, to, class) = match way {
        Way::Ask => (program, source, "call"),
        Way::Give => (source, program, "reply"),
        Way::Call => (source, server, "call"),
        Way::Reply => (server, source, "reply"),
    };
    Message {
        from: number(from),
        to: number(to),
        y: number(y),
        text_x: number(u32::midpoint(from, to)),
        text_y: number(y - 8),
        text: HtmlText::new(&fitting(text)),
        class: HtmlText::new(class),
    }
}

fn fitting(text: &str) -> String {
    // What is called matters more than what with, and when a token ends more than in which unit that is told.
    let long = text.chars().count() > FITS;
    let text = if long {
        [" with the ", " ("].iter().fold(text, |text, cut| text.split(cut).next().unwrap_or(text))
    } else {
        text
    };
    match text.char_indices().nth(FITS) {
        Some((end, _)) => format!("{}...", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn number(value: u32) -> HtmlText {
    HtmlText::new(&value.to_string())
}
