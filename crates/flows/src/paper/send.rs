//! A letter to a partner without a node: it is written and approved like any message, then waits until
//! a person has carried it and says how it left. Only then do the clocks of the other side begin.

use comity_core::deadline::{Bound, ClockRule, Deadline, StartsAt, Whose};
use comity_core::id::RequestId;
use comity_core::request::RequestFile;
use comity_core::road::{Channel, Direction, Paper, Seen};
use comity_core::role::Act;
use comity_core::stage::{Move, Stage, StageName};
use comity_core::time::{Instant, Span};
use serde_json::json;

use crate::clocks::{acknowledge_clock, wish_clock};
use crate::fault::FlowFault;
use crate::message::Body;
use crate::node::{Node, Officer};
use crate::outgoing::{Outgoing, node_fault};
use crate::ports::Change;

/// How a letter left.
#[derive(Clone, Debug)]
pub struct Dispatch {
    /// The channel that was taken.
    pub channel: Channel,
    /// When it left.
    pub at: Instant,
    /// Tracking number, number of the bag, reference in the closed network.
    pub tracking: String,
    /// Who carried it, where that is not the one who records it, and anything else.
    pub note: String,
}

/// Longest text that a person may type about a paper.
pub(super) const NOTE: usize = 4_000;

impl Node {
    /// Whether all addressees of a message have no node, so that a person must carry it.
    pub(crate) fn goes_by_hand(&self, message: &Outgoing) -> bool {
        let directory = self.directory();
        let by_hand = |peer| directory.entry(peer).is_some_and(|entry| !entry.has_node());
        !message.to.is_empty() && message.to.iter().all(by_hand)
    }

    /// Puts an approved message into the file as a letter that waits to be carried.
    pub(crate) async fn write_letter(
        &self,
        change: &mut Change,
        officer: &Officer,
        file: &mut RequestFile,
        message: &Outgoing,
    ) -> Result<(), FlowFault> {
        match &message.body {
            // Signed, but not yet sent: that it is only when somebody has carried it.
            Body::RequestNew(_) => file.stage = file.stage.clone().step(Move::Sign)?,
            // Nobody writes a letter to say that a letter was read.
            Body::Read(_) => return Ok(()),
            _ => self.follow_sent(change, file, message).await?,
        }
        self.letter(change, file, message, officer.id.as_str())
    }

    /// The machine's own reports become letters only where the partner waits for them: that a person
    /// has the request, and what became of it.
    pub(crate) fn machine_letter(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        message: &Outgoing,
    ) -> Result<(), FlowFault> {
        let told = match &message.body {
            Body::Status(status) => matches!(
                status.stage,
                StageName::Checking
                    | StageName::PartlyExecuted
                    | StageName::Executed
                    | StageName::Lapsed
            ),
            _ => false,
        };
        if told {
            self.letter(change, file, message, "node")?;
        }
        Ok(())
    }

    fn letter(
        &self,
        change: &mut Change,
        file: &mut RequestFile,
        message: &Outgoing,
        actor: &str,
    ) -> Result<(), FlowFault> {
        let now = self.now();
        let mut body = message.body.to_json().map_err(node_fault)?;
        // The text of a request is the file's own; a second copy would only go stale.
        if let Some(fields) = body.as_object_mut() {
            fields.remove("form");
            fields.remove("basis");
        }
        let paper = Paper {
            id: self.paper_id(),
            direction: Direction::Out,
            what: message.body.kind().to_owned(),
            channel: None,
            at: None,
            by: None,
            tracking: String::new(),
            dated: String::new(),
            pages: 0,
            seen: Seen::default(),
            proof: None,
            scans: Vec::new(),
            shelf: String::new(),
            note: String::new(),
            body,
            differs: Vec::new(),
            governs: None,
            since: now,
        };
        let what = json!({"letter": paper.id, "type": paper.what, "to": message.to});
        file.road.papers.push(paper);
        self.note(change, Some(file.id), now, "letter.written", actor, &what)?;
        Ok(())
    }

    pub(super) fn paper_id(&self) -> String {
        hex::encode(&self.ports.ids.random()[..6])
    }

    /// Records how a letter left.
    ///
    /// # Errors
    /// [`FlowFault::NotFound`] when no such letter waits, [`FlowFault::Input`] for a time that cannot be.
    pub async fn carry(
        &self,
        officer: &Officer,
        case: RequestId,
        letter: &str,
        how: Dispatch,
    ) -> Result<(), FlowFault> {
        officer.must(Act::Register)?;
        let line = self.read_case(case).await?;
        let mut file = line.file;
        let now = self.now();
        let place = file
            .road
            .papers
            .iter()
            .position(|paper| paper.id == letter && paper.waits())
            .ok_or(FlowFault::NotFound)?;
        let written = file.road.papers[place].since;
        let at = when(how.at, written, now)?;
        short("tracking", &how.tracking, 200)?;
        short("note", &how.note, NOTE)?;
        let paper = &mut file.road.papers[place];
        paper.channel = Some(how.channel);
        paper.at = Some(at);
        paper.by = Some(officer.id.clone());
        paper.tracking = how.tracking;
        paper.note = how.note;
        let what = json!({"letter": letter, "type": paper.what, "channel": how.channel,
            "left": at.to_string(), "tracking": paper.tracking, "note": paper.note});
        let opens = paper.what == "request.new";
        let mut change = Change::default();
        if opens && file.stage == Stage::Signed {
            file.stage = file.stage.clone().step(Move::Send)?;
            file.deadlines
                .retain(|clock| clock.rule != ClockRule::FollowUp);
            let clock = self.reply_clock(&file, how.channel, at);
            file.deadlines.push(clock);
            file.deadlines.extend(wish_clock(&file));
            self.follow_up_left(&mut change, &file, now).await?;
        }
        let by = officer.id.as_str();
        self.note(&mut change, Some(case), now, "letter.left", by, &what)?;
        self.put(&mut change, file, Some(line.version), now);
        self.ports.ledger.commit(change).await?;
        self.after_commit("letter.left", case);
        Ok(())
    }

    /// When a partner without a node should have answered that it has the request: paper takes its time.
    ///
    /// # Source
    /// Our choice: twenty working days by post or bag, ten by courier or by hand, three by mail or in a
    /// closed network; an emergency and a call as between nodes.
    fn reply_clock(&self, file: &RequestFile, channel: Channel, at: Instant) -> Deadline {
        let days = match channel {
            Channel::Post | Channel::Diplomatic => 20,
            Channel::Courier | Channel::Hand => 10,
            Channel::Email | Channel::Network => 3,
            Channel::Telephone => 1,
        };
        let usual = acknowledge_clock(file, &self.law, file.to.state(), at);
        if file.urgency.is_emergency() {
            return usual;
        }
        Deadline {
            rule: ClockRule::Acknowledge,
            starts: StartsAt::Delivery,
            bound: Bound::Target,
            whose: Whose::Theirs,
            due: self.law.end_of_working_day_after(file.to.state(), at, days),
            ..usual
        }
    }
}

/// The time that a person typed, if it can be: not in the future, and not before the letter was
/// approved. Who names only the day means that day.
fn when(at: Instant, written: Instant, now: Instant) -> Result<Instant, FlowFault> {
    let wrong = |why: &str| {
        Err(FlowFault::Input {
            field: "at".to_owned(),
            why: why.to_owned(),
        })
    };
    if at > now + Span::minutes(5) {
        return wrong("this time has not come yet");
    }
    if at < written {
        let same_day = at.to_string().get(..10) == written.to_string().get(..10);
        if same_day {
            return Ok(written);
        }
        return wrong("nothing can leave before it is approved");
    }
    Ok(at)
}

pub(super) fn short(field: &str, text: &str, most: usize) -> Result<(), FlowFault> {
    if text.chars().count() <= most {
        return Ok(());
    }
    Err(FlowFault::Input {
        field: field.to_owned(),
        why: format!("at most {most} characters"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("an instant")
    }

    #[test]
    fn a_letter_leaves_after_it_is_approved_and_before_now() {
        let (written, now) = (at("2026-11-24T09:30:00Z"), at("2026-11-25T08:00:00Z"));
        assert_eq!(when(now, written, now).ok(), Some(now));
        assert_eq!(
            when(at("2026-11-24T00:00:00Z"), written, now).ok(),
            Some(written),
            "only the day was named"
        );
        assert!(when(at("2026-11-23T23:00:00Z"), written, now).is_err());
        assert!(when(at("2026-11-25T09:00:00Z"), written, now).is_err());
    }
}
