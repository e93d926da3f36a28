//! Form fields: label, hint, error and control, tied together for the ear as for the eye.

use crate::shell::Shell;

/// One answer of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A line of explanation beneath.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Whether it can be chosen at all; what is not yet open is shown and said, not hidden.
    pub closed: bool,
}

impl Choice {
    /// A choice without a hint.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// With a line beneath.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Chosen or not.
    #[must_use]
    pub const fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

/// How a field is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// One line; `code` is isolated from left to right.
    Text {
        /// Reference, address, date: not prose.
        code: bool,
        /// Class of its width.
        width: &'static str,
    },
    /// Several lines of prose.
    Area,
    /// A whole number.
    Number,
    /// A date as `YYYY-MM-DD`.
    Date,
    /// A password.
    Password,
    /// One of several, folded.
    Select(Vec<Choice>),
    /// One of several, open.
    Radios(Vec<Choice>),
    /// Any of several.
    Checks(Vec<Choice>),
    /// Yes or no, side by side.
    YesNo(Vec<Choice>),
    /// Any of several, under headings.
    Sets(Vec<ChoiceSet>),
    /// Questions that belong together; folded while nobody needs or began them.
    Group {
        /// The questions.
        parts: Vec<Field>,
        /// Whether it begins folded.
        folded: bool,
    },
    /// Several entries of the same questions, with buttons that add and take out.
    Rows {
        /// The entries.
        rows: Vec<FieldRow>,
        /// The button that adds one; none where entries are fixed.
        add: Option<String>,
    },
    /// A file to send along; its form must be of the multipart kind.
    File,
    /// Not shown.
    Hidden,
}

/// Choices under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceSet {
    /// The heading.
    pub name: String,
    /// A line beneath it.
    pub note: String,
    /// How many are chosen, in words.
    pub count: Option<String>,
    /// Whether it begins folded.
    pub folded: bool,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// One entry of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRow {
    /// Its number and what it is about.
    pub legend: String,
    /// Posted name and value of its id, where entries have one.
    pub id: Option<(String, String)>,
    /// Its questions.
    pub fields: Vec<Field>,
    /// What the button that takes it out posts; none where it cannot be.
    pub remove: Option<String>,
}

/// One question of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The posted name; in the writer, a pointer into the form (`/offences/0/provision`).
    pub name: String,
    /// The question.
    pub label: String,
    /// How to answer it.
    pub hint: String,
    /// What the addressee's own rules say about it.
    pub rule: String,
    /// The present answer.
    pub value: String,
    /// What is wrong with it and how to mend it.
    pub error: Option<String>,
    /// How it is answered.
    pub control: Control,
    /// Where in the page it stands, for pages that ask the same more than once.
    pub place: String,
    /// The browser's own completion, `username`, `current-password`; off for case data.
    pub complete: &'static str,
}

impl Field {
    /// A field without value, hint or error.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            rule: String::new(),
            value: String::new(),
            place: String::new(),
            error: None,
            control,
            complete: "off",
        }
    }

    /// A line of prose.
    #[must_use]
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(
            name,
            label,
            Control::Text {
                code: false,
                width: "w30",
            },
        )
    }

    /// A reference, address or the like.
    #[must_use]
    pub fn code(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(
            name,
            label,
            Control::Text {
                code: true,
                width: "w20",
            },
        )
    }

    /// Several lines.
    #[must_use]
    pub fn area(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(name, label, Control::Area)
    }

    /// A value that travels with the form unseen.
    #[must_use]
    pub fn hidden(name: impl Into<String>, value: impl Into<String>) -> Self {
        let mut field = Self::new(name, "", Control::Hidden);
        field.value = value.into();
        field
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With its present answer.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With an error, if there is one.
    #[must_use]
    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    /// The same question on a page that only saves as a whole: without buttons that add or take out.
    #[must_use]
    pub fn whole(mut self) -> Self {
        match &mut self.control {
            Control::Group { parts, .. } => {
                *parts = parts.drain(..).map(Self::whole).collect();
            }
            Control::Rows { rows, add } => {
                *add = None;
                for row in rows {
                    row.remove = None;
                    row.fields = row.fields.drain(..).map(Self::whole).collect();
                }
            }
            _ => {}
        }
        self
    }

    /// The same question, asked at another place of the page.
    #[must_use]
    pub fn place(mut self, place: impl Into<String>) -> Self {
        self.place = place.into();
        self
    }

    /// The id in the page, made from the name.
    #[must_use]
    pub fn id(&self) -> String {
        let plain: String = self
            .name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        format!("f{}{plain}", self.place)
    }

    /// `aria-describedby`: the hint and the error that exist.
    fn described(&self) -> String {
        let id = self.id();
        let mut by = Vec::new();
        if !self.hint.is_empty() {
            by.push(format!("{id}-h"));
        }
        if !self.rule.is_empty() {
            by.push(format!("{id}-r"));
        }
        if self.error.is_some() {
            by.push(format!("{id}-e"));
        }
        by.join(" ")
    }

    /// Sees this field and all within it.
    pub fn walk<'a>(&'a self, see: &mut dyn FnMut(&'a Self)) {
        see(self);
        match &self.control {
            Control::Group { parts, .. } => parts.iter().for_each(|part| part.walk(see)),
            Control::Rows { rows, .. } => rows
                .iter()
                .flat_map(|row| &row.fields)
                .for_each(|part| part.walk(see)),
            _ => {}
        }
    }

    /// The whole field as HTML.
    ///
    /// # Errors
    /// Never in practice: the template writes into a string.
    pub fn html(&self, s: &Shell) -> askama::Result<askama::filters::Safe<String>> {
        use askama::Template as _;
        Drawn { f: self, s }.render().map(askama::filters::Safe)
    }
}

#[derive(askama::Template)]
#[template(path = "field.html")]
struct Drawn<'a> {
    f: &'a Field,
    s: &'a Shell,
}

/// Something a person can do, as a button or as a small form behind one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Where it is posted.
    pub post: String,
    /// The named effect, verb first.
    pub label: String,
    /// `pri`, `warn` or nothing.
    pub tone: &'static str,
    /// Its icon.
    pub icon: Option<&'static str>,
    /// What has to be said with it; none for a plain button.
    pub fields: Vec<Field>,
    /// What it does and does not do.
    pub note: String,
    /// Whether it only leads to another page.
    pub link: bool,
}

impl Action {
    /// A plain button.
    #[must_use]
    pub fn new(post: impl Into<String>, label: impl Into<String>, tone: &'static str) -> Self {
        Self {
            post: post.into(),
            label: label.into(),
            tone,
            icon: None,
            fields: Vec::new(),
            note: String::new(),
            link: false,
        }
    }

    /// A way to another page.
    #[must_use]
    pub fn link(href: impl Into<String>, label: impl Into<String>, tone: &'static str) -> Self {
        Self {
            link: true,
            ..Self::new(href, label, tone)
        }
    }

    /// With an icon.
    #[must_use]
    pub const fn icon(mut self, icon: &'static str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With something to be said.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// With an explanation.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn is_button(&self) -> bool {
        self.fields
            .iter()
            .all(|field| field.control == Control::Hidden)
    }

    /// As HTML.
    ///
    /// # Errors
    /// Never in practice: the template writes into a string.
    pub fn html(&self, s: &Shell) -> askama::Result<askama::filters::Safe<String>> {
        use askama::Template as _;
        DrawnAction { a: self, s }
            .render()
            .map(askama::filters::Safe)
    }
}

#[derive(askama::Template)]
#[template(path = "action.html")]
struct DrawnAction<'a> {
    a: &'a Action,
    s: &'a Shell,
}
