//! The road of a file beside the wire: letters that a person carries, and papers, mails and calls that
//! a person registers. A partner without a node is asked and answered on this road alone.
//!
//! # Source
//! Recommendations 20, 29 and 35; our practice paper: one request is one file, whatever road it takes.

use serde::{Deserialize, Serialize};

use crate::id::{ObjectId, OfficerId, RequestId};
use crate::time::Instant;

/// How something travels that no node carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Ordinary or registered post.
    Post,
    /// A courier service.
    Courier,
    /// The diplomatic bag.
    Diplomatic,
    /// Handed over by a person, across a desk.
    Hand,
    /// Electronic mail.
    Email,
    /// A closed network: Interpol's, an FIU network, a treaty's platform.
    Network,
    /// A telephone call.
    Telephone,
}

impl Channel {
    /// All channels.
    pub const ALL: [Self; 7] = [
        Self::Post,
        Self::Courier,
        Self::Diplomatic,
        Self::Hand,
        Self::Email,
        Self::Network,
        Self::Telephone,
    ];

    /// The name as stored and shown by programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Courier => "courier",
            Self::Diplomatic => "diplomatic",
            Self::Hand => "hand",
            Self::Email => "email",
            Self::Network => "network",
            Self::Telephone => "telephone",
        }
    }

    /// Reads a stored name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }

    /// Whether a sheet of paper travels, which can bear a seal.
    #[must_use]
    pub const fn is_paper(self) -> bool {
        matches!(
            self,
            Self::Post | Self::Courier | Self::Diplomatic | Self::Hand
        )
    }

    /// The channel as the forms name it (field E15).
    #[must_use]
    pub const fn in_form(self) -> &'static str {
        match self {
            Self::Diplomatic => "diplomatic",
            Self::Telephone => "oral",
            Self::Post | Self::Courier | Self::Hand => "post",
            Self::Email => "email",
            Self::Network => "i247",
        }
    }
}

/// How well it is proven who sent something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Nothing but its own word. It may make us keep data, it never makes us hand any over.
    NotProven,
    /// A seal that was compared, or a call to the number in the directory, checked by a named person.
    SealAndChannel,
    /// A key that the sender's State lists.
    Key,
}

impl Proof {
    /// The name as used in message ids and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotProven => "not_proven",
            Self::SealAndChannel => "seal_and_channel",
            Self::Key => "key",
        }
    }
}

/// What a person saw of an arrival. The grade follows from it and is never chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// The seal and signature were compared with specimens on file.
    #[serde(default)]
    pub seal: bool,
    /// It came on a channel, and from an address, that the directory lists for the sender.
    #[serde(default)]
    pub channel: bool,
    /// The sender was called back at the number in the directory and confirmed it.
    #[serde(default)]
    pub call_back: bool,
}

/// How well an arrival on `channel` is proven, given what a person saw.
///
/// An address of mail can be stolen and a voice imitated: they prove nothing until the sender was called
/// at a number that did not come with them.
#[must_use]
pub const fn grade(channel: Channel, seen: Seen) -> Proof {
    let sealed = channel.is_paper() && seen.seal && seen.channel;
    if sealed || seen.call_back {
        Proof::SealAndChannel
    } else {
        Proof::NotProven
    }
}

/// Which way a paper went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To the partner.
    Out,
    /// From the partner.
    In,
}

/// One thing that went or came beside the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its name within the file.
    pub id: String,
    /// Which way.
    pub direction: Direction,
    /// What it is: the type of message that it stands for, `request.new`, `status`, `decision`, or
    /// `confirmation` and `note`.
    pub what: String,
    /// How it travelled; none while it still waits to be carried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// When it left or arrived; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// Who carried or received it, as an officer of this node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OfficerId>,
    /// Tracking number, number of the bag, reference in the closed network.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tracking: String,
    /// The date that stands on it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dated: String,
    /// Sheets.
    #[serde(default)]
    pub pages: u32,
    /// What a person saw of an arrival.
    #[serde(default)]
    pub seen: Seen,
    /// How well its sender is proven; none for what we sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// Scans and mail files, sealed in the evidence store.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scans: Vec<ObjectId>,
    /// Where the sheet itself lies.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shelf: String,
    /// Words of the person who registered it, or of the letter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// What the letter says, as the message that a node would have carried.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub body: serde_json::Value,
    /// Where it says something else than the text that came first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Difference>,
    /// Which text governs, once a person has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub governs: Option<Governs>,
    /// When it was written or registered here.
    pub since: Instant,
}

impl Paper {
    /// Whether it is written and approved and nobody has carried it yet.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(self.direction, Direction::Out) && self.at.is_none()
    }

    /// Whether it differs from the text and nobody has said yet which one governs.
    #[must_use]
    pub const fn is_unsettled(&self) -> bool {
        !self.differs.is_empty() && self.governs.is_none()
    }
}

/// One place at which two roads brought different words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// JSON pointer into the text.
    pub path: String,
    /// As it came first.
    pub first: String,
    /// As it came on the second road.
    pub second: String,
}

/// Which text governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Governs {
    /// The one that came first.
    First,
    /// The one that came on the second road.
    Second,
}

/// Where a file that was taken over from an older register comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// Number of the import.
    pub import: u64,
    /// Row in the file that was imported, from 1.
    pub row: u64,
    /// When. There is no proof of anything before it.
    pub at: Instant,
    /// The columns of the row as they stood there, by their headings.
    pub cells: Vec<(String, String)>,
    /// The import was undone: the file stands in no list.
    #[serde(default)]
    pub undone: bool,
}

/// The road of a file beside the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Road {
    /// What went and came, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
    /// The file was opened from paper, mail or a call, not by a message.
    #[serde(default)]
    pub by_hand: bool,
    /// The file was taken over from an older register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<TakenOver>,
    /// The file of another road into which this one was joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_into: Option<RequestId>,
}

impl Road {
    /// Whether nothing went or came beside the wire.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What waits to be carried.
    pub fn waiting(&self) -> impl Iterator<Item = &Paper> {
        self.papers.iter().filter(|paper| paper.waits())
    }

    /// How well the sender of a request is proven: the best of what came, and a key for what a node
    /// brought.
    #[must_use]
    pub fn proof(&self) -> Proof {
        if !self.by_hand {
            return Proof::Key;
        }
        let mut came = self.papers.iter().filter_map(|paper| paper.proof);
        let first = came.next().unwrap_or(Proof::NotProven);
        came.fold(first, Ord::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Seen = Seen {
        seal: true,
        channel: true,
        call_back: false,
    };

    #[test]
    fn a_seal_counts_only_on_paper_that_came_by_a_known_channel() {
        assert_eq!(grade(Channel::Diplomatic, ALL), Proof::SealAndChannel);
        let unknown = Seen {
            channel: false,
            ..ALL
        };
        assert_eq!(grade(Channel::Post, unknown), Proof::NotProven);
        let unsealed = Seen { seal: false, ..ALL };
        assert_eq!(grade(Channel::Post, unsealed), Proof::NotProven);
    }

    #[test]
    fn mail_and_a_call_prove_nothing_until_the_sender_was_called_back() {
        for channel in [Channel::Email, Channel::Telephone, Channel::Network] {
            assert_eq!(grade(channel, ALL), Proof::NotProven, "{channel:?}");
            let called = Seen {
                call_back: true,
                ..Seen::default()
            };
            assert_eq!(grade(channel, called), Proof::SealAndChannel);
        }
    }

    #[test]
    fn every_channel_reads_back() {
        for channel in Channel::ALL {
            assert_eq!(Channel::parse(channel.as_str()), Some(channel));
        }
        assert_eq!(Channel::parse("pigeon"), None);
    }
}
