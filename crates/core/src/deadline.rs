//! Clocks: what is due, from which event it counts, whose move it is and what kind of bound it is.
//!
//! Values come from the legal basis or the State's profile as data; nothing here knows a treaty.
//! All clocks run in UTC; the zone says where a legal day ends.

use serde::{Deserialize, Serialize};

use crate::stage::StageName;
use crate::time::{Instant, Span};

/// The rule a clock follows, by its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ClockRule {
    /// Acknowledge an emergency.
    #[serde(rename = "DL-01")]
    AcknowledgeEmergency,
    /// Acknowledge anything else.
    #[serde(rename = "DL-02")]
    Acknowledge,
    /// Preserved data is kept at least, or at most, until then.
    #[serde(rename = "DL-03")]
    Preservation,
    /// A provider answers a direct order.
    #[serde(rename = "DL-06")]
    DirectOrder,
    /// A returned request is completed.
    #[serde(rename = "DL-18")]
    Repair,
    /// A question is answered.
    #[serde(rename = "DL-19")]
    Consultation,
    /// The person is told.
    #[serde(rename = "DL-21")]
    UserNotice,
    /// The sender's own wish; never a legal limit.
    #[serde(rename = "WISH")]
    NeededBy,
    /// The legal decision that the basis or the practice of the State asks for.
    #[serde(rename = "DECIDE")]
    Decide,
    /// The formal request that must follow a preservation.
    #[serde(rename = "FOLLOW-UP")]
    FollowUp,
    /// Serve the order on the provider.
    #[serde(rename = "DL-07")]
    Serve,
    /// The provider answers the order that was served.
    #[serde(rename = "DL-07-ANSWER")]
    ServedAnswer,
    /// Answer a European certificate.
    #[serde(rename = "DL-08")]
    CertificateAnswer,
    /// The notified authority raises a ground or lets the hold end.
    #[serde(rename = "DL-09")]
    EnforcingAuthority,
    /// Answer an objection of the holder.
    #[serde(rename = "DL-10")]
    ObjectionAnswer,
    /// Object for a conflict of laws.
    #[serde(rename = "DL-11")]
    ConflictOfLaw,
    /// Recognise an investigation order.
    #[serde(rename = "DL-12")]
    Recognise,
    /// Execute a recognised investigation order.
    #[serde(rename = "DL-12-EXECUTE")]
    ExecuteOrder,
    /// Decide on a freezing.
    #[serde(rename = "DL-13")]
    DecideFreeze,
    /// Carry out a freezing that was decided.
    #[serde(rename = "DL-13-ACT")]
    ActFreeze,
    /// Take content down.
    #[serde(rename = "DL-14")]
    TakeDown,
    /// The host's State looks at an order.
    #[serde(rename = "DL-15")]
    Scrutiny,
    /// Police answer.
    #[serde(rename = "DL-16")]
    PoliceAnswer,
    /// A financial intelligence unit answers.
    #[serde(rename = "DL-17")]
    IntelligenceAnswer,
    /// A request made by telephone is confirmed in writing.
    #[serde(rename = "DL-20")]
    OralConfirmed,
    /// A hold or a freezing ends.
    #[serde(rename = "FREEZE")]
    FreezeEnds,
}

impl ClockRule {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AcknowledgeEmergency => "DL-01",
            Self::Acknowledge => "DL-02",
            Self::Preservation => "DL-03",
            Self::DirectOrder => "DL-06",
            Self::Repair => "DL-18",
            Self::Consultation => "DL-19",
            Self::UserNotice => "DL-21",
            Self::NeededBy => "WISH",
            Self::Decide => "DECIDE",
            Self::FollowUp => "FOLLOW-UP",
            Self::Serve => "DL-07",
            Self::ServedAnswer => "DL-07-ANSWER",
            Self::CertificateAnswer => "DL-08",
            Self::EnforcingAuthority => "DL-09",
            Self::ObjectionAnswer => "DL-10",
            Self::ConflictOfLaw => "DL-11",
            Self::Recognise => "DL-12",
            Self::ExecuteOrder => "DL-12-EXECUTE",
            Self::DecideFreeze => "DL-13",
            Self::ActFreeze => "DL-13-ACT",
            Self::TakeDown => "DL-14",
            Self::Scrutiny => "DL-15",
            Self::PoliceAnswer => "DL-16",
            Self::IntelligenceAnswer => "DL-17",
            Self::OralConfirmed => "DL-20",
            Self::FreezeEnds => "FREEZE",
        }
    }

    /// Whether the receiver of a request has done what this clock waits for once it stands at `stage`.
    #[must_use]
    pub const fn met_by(self, stage: StageName) -> bool {
        use StageName as S;
        let refused = matches!(stage, S::Refused | S::Withdrawn | S::Lapsed | S::Closed);
        let done = refused || matches!(stage, S::Executed | S::Transmitted | S::Received);
        let underway = done || matches!(stage, S::Executing | S::PartlyExecuted);
        let decided = underway || matches!(stage, S::Accepted);
        match self {
            Self::Acknowledge | Self::AcknowledgeEmergency => !matches!(
                stage,
                S::Draft | S::Review | S::Signed | S::Sent | S::Delivered
            ),
            Self::Decide | Self::Recognise | Self::DecideFreeze => decided,
            Self::Serve => underway,
            Self::DirectOrder
            | Self::ServedAnswer
            | Self::CertificateAnswer
            | Self::ExecuteOrder
            | Self::ActFreeze
            | Self::TakeDown
            | Self::PoliceAnswer
            | Self::IntelligenceAnswer
            | Self::ConflictOfLaw
            | Self::NeededBy => done,
            // Ended by an act of their own or by time alone.
            Self::Preservation
            | Self::Repair
            | Self::Consultation
            | Self::UserNotice
            | Self::FollowUp
            | Self::EnforcingAuthority
            | Self::ObjectionAnswer
            | Self::Scrutiny
            | Self::OralConfirmed
            | Self::FreezeEnds => refused,
        }
    }
}

/// The event a clock counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartsAt {
    /// The receiver's node gave its receipt.
    Delivery,
    /// The data was kept by its holder.
    DataKept,
    /// The order reached its addressee.
    OrderServed,
    /// A notice was given.
    Notice,
    /// A consultation round began.
    Question,
    /// A date that a person wrote.
    Written,
    /// The request was found lawful and complete.
    Decision,
    /// The holder objected.
    Objection,
}

/// What kind of limit it is. The same number may be a minimum in one instrument and a maximum in
/// another, so this is never left to prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// At least.
    Min,
    /// At most.
    Max,
    /// To be aimed at.
    Target,
}

/// Whose next move a clock waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Ours.
    Ours,
    /// The other side's, or the holder's.
    Theirs,
}

/// One running or ended clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Which rule.
    pub rule: ClockRule,
    /// The item it belongs to; none for the whole request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What it counts from.
    pub starts: StartsAt,
    /// When that happened.
    pub started: Instant,
    /// When it ends.
    pub due: Instant,
    /// Minimum, maximum or target.
    pub bound: Bound,
    /// Whose move it is.
    pub whose: Whose,
    /// IANA zone in which a legal day ends; `UTC` when the rule counts hours.
    pub zone: String,
    /// Instrument and article it comes from, for the person who asks why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it was met; open while none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<Instant>,
}

impl Deadline {
    /// Still running.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.met.is_none()
    }

    /// Open and past.
    #[must_use]
    pub fn is_late(&self, now: Instant) -> bool {
        self.is_open() && self.due < now
    }
}

/// The end of the `days`-th whole day after `start`, at 24:00 in `zone`: how legal days are counted.
///
/// An unknown zone counts in UTC; the profile's validator keeps unknown zones out.
#[must_use]
pub fn end_of_day_after(start: Instant, days: i64, zone: &str) -> Instant {
    let tz = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let computed = jiff::Timestamp::from_millisecond(start.millis())
        .ok()
        .and_then(|at| {
            let day = at.to_zoned_datetime(tz.clone()).date();
            // 24:00 of the n-th day is 0:00 of the day after it; daylight changes are the zone's business.
            let after = day
                .checked_add(jiff::Span::new().try_days(days + 1).ok()?)
                .ok()?;
            let midnight = after.to_zoned_datetime(tz.clone()).ok()?;
            Some(midnight.timestamp().as_millisecond())
        });
    computed.map_or(start + Span::days(days), Instant)
}

/// The day whose 24:00 is `end` in `zone`: its date (`2027-05-09`) and its weekday, 1 Monday to 7
/// Sunday.
#[must_use]
pub fn day_ending_at(end: Instant, zone: &str) -> Option<(String, u8)> {
    let tz = jiff::tz::TimeZone::get(zone).ok()?;
    let inside = jiff::Timestamp::from_millisecond(end.millis() - 1).ok()?;
    let date = inside.to_zoned_datetime(tz).date();
    let weekday = u8::try_from(date.weekday().to_monday_one_offset()).ok()?;
    Some((date.to_string(), weekday))
}

/// Days before the end of a preservation on which the asking side is reminded.
///
/// # Source
/// Practice of 24/7 points: preservations lapse over weekends when only one warning is given.
pub const REMIND_DAYS_BEFORE: [i64; 5] = [30, 14, 7, 3, 1];

/// The next reminder after `after` for something that ends at `due`, if one is left.
#[must_use]
pub fn next_reminder(due: Instant, after: Instant) -> Option<Instant> {
    REMIND_DAYS_BEFORE
        .iter()
        .map(|days| due - Span::days(*days))
        .find(|at| *at > after)
}

/// The clock that matters first: an open one of ours before one of theirs at the same instant.
#[must_use]
pub fn first_due(deadlines: &[Deadline]) -> Option<&Deadline> {
    deadlines
        .iter()
        .filter(|one| one.is_open())
        .min_by_key(|one| (one.due, one.whose))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).expect("a test instant")
    }

    #[test]
    fn sixty_days_end_at_midnight_where_the_data_is_kept() {
        // Kept late in the evening of 1 February in UTC, which is already 2 February in Tokyo.
        let kept = at("2027-02-01T20:00:00Z");
        assert_eq!(
            end_of_day_after(kept, 60, "Asia/Tokyo"),
            at("2027-04-03T15:00:00Z")
        );
        assert_eq!(
            end_of_day_after(kept, 60, "UTC"),
            at("2027-04-03T00:00:00Z")
        );
    }

    #[test]
    fn a_daylight_change_inside_the_term_does_not_move_midnight() {
        let kept = at("2027-03-20T12:00:00Z");
        // Summer time starts in Paris on 28 March: midnight is then 22:00 UTC.
        assert_eq!(
            end_of_day_after(kept, 10, "Europe/Paris"),
            at("2027-03-30T22:00:00Z")
        );
    }

    #[test]
    fn a_leap_day_is_a_day() {
        assert_eq!(
            end_of_day_after(at("2028-02-28T08:00:00Z"), 1, "UTC"),
            at("2028-03-01T00:00:00Z")
        );
    }

    #[test]
    fn reminders_end_one_day_before_the_end() {
        let due = at("2027-05-01T00:00:00Z");
        assert_eq!(
            next_reminder(due, at("2027-04-20T00:00:00Z")),
            Some(at("2027-04-24T00:00:00Z"))
        );
        assert_eq!(next_reminder(due, at("2027-04-30T12:00:00Z")), None);
    }
}
