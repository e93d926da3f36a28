//! What is written to a partner without a node, as plain text that a person copies into a mail or a
//! closed network, or prints.

use comity_core::refusal::Ground;
use comity_core::request::RequestFile;
use comity_core::road::Paper;
use comity_core::stage::Side;
use comity_flows::message::Status;

use super::Cases;

impl Cases<'_> {
    /// The text of a letter.
    pub(crate) fn ready_text(&self, file: &RequestFile, paper: &Paper) -> String {
        let mut out = String::new();
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        line(&self.office(&file.from));
        line(&format!("→ {}", self.office(&file.to)));
        line("");
        line(&self.title(file));
        let (ours, theirs) = match file.side {
            Side::Sender => (&file.number, file.receiver_number.as_ref()),
            Side::Receiver => (
                file.receiver_number.as_ref().unwrap_or(&file.number),
                Some(&file.reference),
            ),
        };
        line(&self.t.letter_our_number(ours));
        if let Some(theirs) = theirs {
            line(&self.t.letter_your_number(theirs));
        }
        line("");
        if paper.what == "request.new" {
            for part in self.text_parts(file) {
                line(&part.key.to_uppercase());
                for text in part.lines {
                    line(&text);
                }
                line("");
            }
            return out;
        }
        if let Ok(status) = serde_json::from_value::<Status>(paper.body.clone()) {
            self.status_lines(file, &status, &mut line);
        } else {
            line(&self.t.listed("message", &paper.what));
            for pointer in ["/what/text", "/what/reason", "/reason", "/text"] {
                if let Some(text) = paper.body.pointer(pointer).and_then(|v| v.as_str()) {
                    line(text);
                }
            }
            if let Some(days) = paper
                .body
                .pointer("/what/days")
                .and_then(serde_json::Value::as_u64)
            {
                line(&self.t.letter_days(&days.to_string()));
            }
        }
        out
    }

    fn status_lines(&self, file: &RequestFile, status: &Status, line: &mut dyn FnMut(&str)) {
        line(&self.t.stage(status.stage.as_str()));
        if let Some(ground) = status.ground {
            let code = Ground::code(ground);
            line(&format!("{code} {}", self.t.ground(code)));
        }
        for item in &status.items {
            let about = file
                .items
                .iter()
                .find(|own| own.id == item.id)
                .map(|own| own.about.join(", "))
                .unwrap_or_default();
            let until = match item.state {
                comity_core::item::ItemState::Preserved { until, .. } => {
                    format!(" → {}", self.s.when.stamp(until))
                }
                _ => String::new(),
            };
            line(&format!(
                "{} {about}: {}{until}",
                item.id,
                self.t.listed("item", item.state.name())
            ));
        }
        if let Some(until) = status.until {
            line(&self.t.letter_until(&self.s.when.stamp(until)));
        }
        for defect in &status.defects {
            let words = comity_core::check::Code::parse(&defect.code)
                .map(|code| {
                    comity_core::check::words::words(code, self.t.lang().code())
                        .fix
                        .to_owned()
                })
                .unwrap_or_default();
            line(&format!("{} {} {words}", defect.code, defect.path));
        }
        if !status.text.trim().is_empty() {
            line("");
            line(&status.text);
        }
    }
}
