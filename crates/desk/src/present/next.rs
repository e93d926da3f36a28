//! The Next card: what is to be done, whose it is, and the acts that this reader may do.

use comity_core::approval::Missing;
use comity_core::deadline::Whose;
use comity_core::id::NodeId;
use comity_core::item::{Asked, ItemState};
use comity_core::next::{Next, next};
use comity_core::request::{Part, Relation, RequestFile, life};
use comity_core::role::Act;
use comity_core::stage::{Side, Stage};
use comity_flows::ports::RegisterLine;
use comity_flows::{Officer, Reviewed};
use comity_wire::directory::{NodeKind, Standing};

use super::Cases;
use crate::field::{Action, Choice, Control, Field};
use crate::pages::request::NextCard;
use crate::parts::{Chip, Tone};

impl Cases<'_> {
    pub(crate) fn next_card(
        &self,
        file: &RequestFile,
        officer: &Officer,
        reviewed: &Reviewed,
    ) -> NextCard {
        let step = next(file);
        let ours = step.whose() == Whose::Ours;
        let chip = match (step, ours) {
            (Next::Nothing, _) => Chip::new(Tone::Done, self.t.next_nothing()),
            (_, true) => Chip::new(Tone::Yours, self.t.whose_ours()),
            (_, false) => Chip::new(Tone::Wait, self.t.whose_theirs()),
        };
        let allowed = step.act().is_none_or(|act| officer.may(act))
            || step == Next::Acknowledge && officer.may(Act::AnswerOrder)
            || step == Next::AnswerOrder && officer.may(Act::Accept);
        let mut text = Vec::new();
        let actions = if allowed {
            self.actions(step, file, officer, &mut text)
        } else {
            Vec::new()
        };
        if !allowed {
            text.push(self.t.act_not_yours());
        }
        if step == Next::Decide && reviewed.law.bases.is_empty() {
            text.push(reviewed.law.advice());
        }
        match self.directory.standing(file.peer(), self.now) {
            Standing::Full => {}
            Standing::Preserve => text.push(self.t.error_directory_old()),
            Standing::Confirm | Standing::ConfirmOffline => text.push(self.t.directory_ageing()),
        }
        let two = matches!(step, Next::Decide | Next::Release);
        NextCard {
            title: self.t.next_title(&self.t.next_step(step.as_str())),
            chip,
            text,
            actions,
            note: if two && allowed {
                self.t.approvals_lede()
            } else {
                String::new()
            },
        }
    }

    fn actions(
        &self,
        step: Next,
        file: &RequestFile,
        officer: &Officer,
        text: &mut Vec<String>,
    ) -> Vec<Action> {
        let t = self.t;
        let post = |act: &str| format!("/r/{}/act/{act}", file.number);
        match step {
            Next::Finish => vec![
                Action::link(
                    format!("/d/{}/need", file.number),
                    t.act_open_draft(),
                    "pri",
                )
                .icon("pen"),
            ],
            Next::Approve => self.approvals(file, officer, text),
            Next::Acknowledge => vec![
                Action::new(post("acknowledge"), t.duty_acknowledge(), "pri")
                    .icon("done")
                    .note(t.duty_ack_note()),
            ],
            Next::Decide => self.decide(file, officer),
            Next::Complete => vec![
                Action::link(
                    format!("/r/{}/complete", file.number),
                    t.act_complete_text(),
                    "pri",
                )
                .icon("pen"),
            ],
            Next::AnswerQuestion => vec![
                Action::new(post("answer"), t.act_send_answer(), "pri")
                    .field(Field::area("text", t.act_answer())),
            ],
            Next::ServeOrder => vec![self.serve(file)],
            Next::AnswerOrder => vec![
                Action::link(format!("/p/{}", file.number), t.act_open_order(), "pri").icon("doc"),
            ],
            Next::Release => vec![self.release(file)],
            Next::CheckSeals => {
                vec![
                    Action::link(
                        format!("/r/{}/evidence", file.number),
                        t.act_open_evidence(),
                        "pri",
                    )
                    .icon("seal"),
                ]
            }
            Next::FollowUp => self.follow_up(file),
            // Its acts need to know what was asked: `longer` has them.
            Next::DecideLonger => Vec::new(),
            Next::Close => vec![
                Action::new(post("close"), t.act_close(), "pri")
                    .icon("done")
                    .field(Field::area("outcome", t.act_outcome())),
            ],
            Next::Carry | Next::Compare => vec![
                Action::link(
                    format!("/r/{}/road", file.number),
                    t.next_step(step.as_str()),
                    "pri",
                )
                .icon("out"),
            ],
            Next::Review
            | Next::Sending
            | Next::AwaitAcknowledgement
            | Next::AwaitDecision
            | Next::AwaitAnswer
            | Next::AwaitHolder
            | Next::AwaitEvidence
            | Next::Nothing => Vec::new(),
        }
    }

    /// Signing what waits; not for the one who wrote it where another must.
    pub(crate) fn approvals(
        &self,
        file: &RequestFile,
        officer: &Officer,
        text: &mut Vec<String>,
    ) -> Vec<Action> {
        let t = self.t;
        let mut out = Vec::new();
        for act in &file.pending {
            let base = format!("/r/{}/pending/{}", file.number, act.id);
            let signed = act.approvals.iter().any(|one| one.officer == officer.id);
            let missing = act
                .quorum()
                .met(&act.approvals, Some(&act.drafter), self.now)
                .err();
            match missing {
                Some(Missing::Native) => {
                    text.push(format!("{} comity approve", t.approvals_native()))
                }
                _ if signed => text.push(t.done_waiting()),
                _ if officer.prover.is_none() => text.push(t.act_unlock()),
                _ if officer.may(Act::Approve) => {
                    out.push(Action::new(format!("{base}/sign"), t.act_sign(), "pri").icon("key"));
                }
                _ => text.push(t.act_not_yours()),
            }
            if act.drafter == officer.id || officer.may(Act::Refuse) {
                out.push(Action::new(format!("{base}/discard"), t.act_discard(), ""));
            }
        }
        out
    }

    fn decide(&self, file: &RequestFile, officer: &Officer) -> Vec<Action> {
        let t = self.t;
        let post = |act: &str| format!("/r/{}/act/{act}", file.number);
        let mut out = vec![
            Action::new(post("accept"), t.act_accept(), "pri")
                .icon("done")
                .field(Field::area("conditions", t.act_conditions())),
        ];
        if officer.may(Act::Consult) {
            out.push(
                Action::new(post("ask"), t.act_ask(), "")
                    .icon("ask")
                    .field(Field::area("question", t.act_question())),
            );
        }
        if officer.may(Act::Return) {
            out.push(
                Action::new(post("return"), t.act_return(), "")
                    .icon("retry")
                    .field(Field::area("text", t.act_return_text())),
            );
        }
        let bases = file.basis.iter().map(|one| one.instrument.as_str());
        let grounds = life(file.kind)
            .refusal
            .admitted(bases)
            .iter()
            .map(|ground| {
                Choice::new(
                    ground.code(),
                    format!("{} {}", ground.code(), t.ground(ground.code())),
                )
            })
            .collect();
        out.push(
            Action::new(post("refuse"), t.act_refuse(), "warn")
                .icon("stop")
                .field(Field::new(
                    "ground",
                    t.act_ground(),
                    Control::Select(grounds),
                ))
                .field(Field::area("reason", t.act_reason()))
                .note(t.act_two_persons()),
        );
        out
    }

    /// The providers of our own State, the one that the request names first.
    fn serve(&self, file: &RequestFile) -> Action {
        let t = self.t;
        let named = ["/custodian/provider", "/addressee/provider/legal_name"]
            .iter()
            .find_map(|pointer| file.form.pointer(pointer).and_then(|v| v.as_str()))
            .unwrap_or_default()
            .to_lowercase();
        let providers: Vec<(NodeId, String)> = self
            .directory
            .entries()
            .filter(|entry| {
                entry.kind == NodeKind::Provider && entry.node.state() == self.node.id.state()
            })
            .map(|entry| (entry.node.clone(), entry.name(t.lang().code()).to_owned()))
            .collect();
        let choices = providers
            .iter()
            .map(|(node, name)| {
                let is_named = !named.is_empty()
                    && (name.to_lowercase().contains(&named) || node.to_string().contains(&named));
                Choice::new(node.to_string(), name.clone()).chosen(is_named)
            })
            .collect();
        let provision = self
            .node
            .law()
            .provision(self.node.id.state(), file.kind)
            .unwrap_or_default();
        Action::new(
            format!("/r/{}/act/serve", file.number),
            t.act_serve(),
            "pri",
        )
        .icon("law")
        .field(Field::new(
            "holder",
            t.act_holder(),
            Control::Select(choices),
        ))
        .field(Field::text("provision", t.act_provision()).value(provision))
    }

    fn release(&self, file: &RequestFile) -> Action {
        let t = self.t;
        let choices = file
            .items
            .iter()
            .filter(|item| matches!(item.state, ItemState::Produced { .. }))
            .map(|item| {
                Choice::new(
                    item.id.clone(),
                    format!(
                        "{}: {}",
                        t.category(item.category.as_str()),
                        item.about.join(" ")
                    ),
                )
                .chosen(true)
            })
            .collect();
        Action::new(
            format!("/r/{}/act/release", file.number),
            t.act_release(),
            "pri",
        )
        .icon("out")
        .field(Field::new("items", t.act_items(), Control::Checks(choices)))
        .note(t.act_two_persons())
    }

    /// The draft that the preservation opened by itself.
    fn follow_up(&self, file: &RequestFile) -> Vec<Action> {
        file.links
            .iter()
            .filter(|link| link.relation == Relation::FollowUp)
            .map(|link| {
                Action::link(
                    format!("/d/{}/need", link.number),
                    self.t.next_follow_up(),
                    "pri",
                )
                .icon("pen")
            })
            .collect()
    }

    /// A longer preservation that waits for our decision: what was asked, and the two answers.
    pub(crate) fn longer(
        &self,
        file: &RequestFile,
        officer: &Officer,
        register: &[RegisterLine],
    ) -> Option<(String, Vec<Action>)> {
        if !file.is_asked_longer() {
            return None;
        }
        let t = self.t;
        let asked = register.iter().rev().find_map(|line| {
            let body: serde_json::Value = serde_json::from_slice(&line.body).ok()?;
            body.pointer("/what/supplement/days")?.as_u64()
        });
        let days = asked.map_or_else(String::new, |days| days.to_string());
        let said = format!("{} {days}", t.act_longer_asked());
        if !officer.may(Act::Serve) {
            return Some((said, Vec::new()));
        }
        let post = format!("/r/{}/act/longer", file.number);
        let asks = Field::new("days", t.act_longer_days(), Control::Number).value(days);
        let longer = Action::new(post.clone(), t.act_longer(), "pri")
            .icon("soon")
            .field(asks);
        let none = Action::new(post, t.act_longer_none(), "")
            .icon("stop")
            .field(Field::hidden("days", "0"));
        Some((said, vec![longer, none]))
    }

    /// Acts beside the next step.
    pub(crate) fn more(&self, file: &RequestFile, officer: &Officer) -> Vec<Action> {
        let t = self.t;
        let post = |act: &str| format!("/r/{}/act/{act}", file.number);
        let mut out = Vec::new();
        // An office that may act itself does so beside ordering a holder, and goes on afterwards.
        let acts = file.may_execute()
            && matches!(
                file.stage,
                Stage::Accepted | Stage::Executing | Stage::PartlyExecuted | Stage::Executed
            );
        if acts && file.part == Part::Request && officer.may(Act::Accept) {
            out.push(Action::link(
                format!("/p/{}", file.number),
                t.act_open_order(),
                "",
            ));
        }
        if file.is_open() && file.owner.as_ref() != Some(&officer.id) && officer.may(Act::ReadCase)
        {
            out.push(Action::new(post("take"), t.act_take(), "").icon("user"));
        }
        let sent = file.side == Side::Sender && file.part == Part::Request;
        if sent
            && file.asked() == Asked::Preserve
            && file.is_open()
            && file.thread.is_some()
            && officer.may(Act::Draft)
        {
            let days = Field::new("days", t.act_days(), Control::Number).value("60");
            out.push(
                Action::new(post("extend"), t.act_extend(), "")
                    .icon("soon")
                    .field(days)
                    .field(Field::area("reason", t.act_withdraw_reason())),
            );
        }
        let own = file.drafter.as_ref() == Some(&officer.id) || officer.may(Act::Withdraw);
        // A notice goes with its request.
        let label = match file.part {
            Part::Request => t.act_withdraw(),
            Part::Order => t.act_withdraw_order(),
            Part::Notice => return out,
        };
        if file.side == Side::Sender && file.is_open() && own {
            out.push(
                Action::new(post("withdraw"), label, "warn")
                    .icon("stop")
                    .field(Field::area("reason", t.act_withdraw_reason())),
            );
        }
        out
    }
}
