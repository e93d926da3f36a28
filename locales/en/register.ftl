## The register: arrivals, partners without a node, taking over and handing out the book.

menu-register = Register
register-title = Register
register-lede = What comes and goes beside the wire, and the book of every request.
register-carry = To be carried
register-carry-none = No letter waits to be carried.
register-come = Something arrived
register-come-lede = A request on paper, a mail or a call becomes a file with number, checks and clocks. An answer is registered in its own file, under Letters and papers.
register-arrival = Register a request that arrived
register-mail = Read a file of mail
register-book = The book
register-book-lede = Take over an older register, or hand everything out. What is handed out opens without this program.
register-import = Take over a register
register-csv = Hand out as a table
register-jsonl = Hand out everything for programs
register-taken = Registers taken over
register-taken-none = None yet.
register-partners = Partners without a node
partner-add = Enter or change a partner
partner-lede = It then stands in the directory: requests to it are written, checked and timed like any other, and leave as letters.
partner-node = Name in the directory
partner-node-hint = State, organisation, unit: XC/justice/central
partner-name = Name of the office
partner-kind = What it is
partner-kind-authority = Authority
partner-kind-contact-point = 24/7 contact point
partner-kind-provider = Service provider
partner-kind-cert = CERT
partner-kind-fiu = Financial intelligence unit
partner-usual = Usual way
partner-languages = Languages it takes
partner-languages-hint = Codes with commas: en, fr
partner-save = Save
partner-note = An address without a key proves nothing. Take it from the State itself, not from a message.
partner-signed = Signed by its own State
partner-none = None yet.
arrival-lede = From paper, a mail or a call: what the letter lacks is named by the check afterwards, all at once.
arrival-from = From whom
arrival-kind = Kind of request
arrival-reference = Their own case number
arrival-urgency = Urgency
arrival-says = What the letter says
arrival-offence = Offence
arrival-provision = Provision cited
arrival-facts = Facts
arrival-selector = What is named
arrival-value = As written
arrival-category = Data asked for
arrival-period-from = From the day
arrival-period-to = To the day
arrival-note = If a request with this reference is here, the paper joins its file.
mail-lede = Save the message as a file (.eml) and choose it. Headers and attachments are kept; nothing in it is believed.
mail-file = File of mail
mail-file-hint = At most 32 MiB
mail-read = Read it
mail-claims = What it claims
mail-claims-lede = All of this can be forged.
mail-from = From
mail-reply-to = Answers should go to
mail-to = To
mail-subject = Subject
mail-date = Date
mail-hops = Passed on by
mail-attached = Attachments
mail-text = Its text
mail-belongs = It may belong to
mail-belongs-none = No file here has a number that it names.
mail-new-request = Register it as a new request
mail-call = Call back
# $name: an office of the directory
mail-listed = The directory lists this address for: { $name }. Call the number below, not one of the mail.
mail-unlisted = The directory lists this address for nobody.
import-lede = CSV, XLSX or ODS, with any headings. Nothing is taken over before you have seen it.
import-file = The register
import-file-hint = At most 64 MiB and 300,000 rows; the first row holds the headings
import-look = Look at it
import-look-note = The file waits in memory for an hour and is not written down.
import-text = How the text is written
import-text-lede = Choose so that the rows below read well.
import-chosen = chosen
import-tab = tabulator
# $mark: the mark between columns
import-between = Between columns: { $mark }
import-first-rows = First rows
# $sound, $faulty: counts as text
import-sound = Of the first rows, sound: { $sound }, with a fault: { $faulty }
# $row, $column, $cell, $flaw: where a fault is, and which
import-fault = Row { $row }, { $column }: { $flaw } ({ $cell })
flaw-missing = missing
flaw-state = no such State
flaw-kind = no such kind
flaw-direction = neither in nor out
flaw-date = no date in this order
flaw-status = no such status
flaw-formula = a formula; put in its value
flaw-too-long = too long
flaw-control = holds hidden characters
flaw-error = the sheet itself says error
column-our-ref = Our reference
column-their-ref = Their reference
column-direction = In or out
column-state = State
column-authority = Authority
column-kind = Kind
column-offence = Offence
column-date = Date
column-channel = Channel
column-basis = Legal basis
column-status = Status
column-status-date = Date of the status
column-due = Due
column-officer = Who has it
column-note = Note
order-dmy = Day, month, year
order-mdy = Month, day, year
order-ymd = Year, month, day
import-columns = What each column is
import-columns-lede = Offered from the headings; change what is wrong. Other columns are kept as notes.
import-as-note = Keep as a note
# $cell: an example
import-example = For example: { $cell }
# $column: a date column
import-order = Order of the dates in: { $column }
# $fits: cells that read, $all: of how many
import-fits = { $fits } of { $all } are dates so:
import-direction = Rows that do not say in or out are
import-kind = Rows that do not say a kind are
import-aside-rows = put aside
import-run = Take it over
import-run-note = The same row twice adds nothing, and the whole can be undone until somebody acts in a file.
import-running = Taking over
# $count: rows so far
import-progress = Rows so far: { $count }
# $number: of the import
import-title = Import { $number }
import-done = What was taken over
# $added, $already, $aside: counts as text
import-counts = Files opened: { $added } · here already: { $already } · aside: { $aside }
# $at: when
import-no-proof = There is no proof of anything before { $at }.
import-aside-file = Rows aside, with reasons
import-undo = Undo this import
import-undo-note = Files in which somebody has acted stay.
import-was-undone = undone
# $at: when, $kept: files that stayed
import-undone-at = Undone on { $at }. Files that stay, because somebody has acted in them: { $kept }
import-due = Due by the older register
import-due-lede = None of these counts down before a person confirms it.
# $number: of the file, $day: when due
import-due-confirm = Let { $number } run until { $day }
event-register-imported = Older register taken over
event-register-undone = Import undone
event-register-handed-out = Register handed out
event-file-taken-over = Taken over from an older register; no proof before this
event-file-given-back = Import undone, file emptied
event-due-confirmed = Due date confirmed by a person
