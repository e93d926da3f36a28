## Beside the wire: letters that people carry, papers and calls that people register.

next-carry = Carry the letter
next-compare = Say which text governs
event-letter-written = Letter written and approved
event-letter-left = Letter left
event-paper-arrived = Arrived beside the wire
event-sender-confirmed = Sender proven afterwards
event-paper-settled = Said which text governs
event-request-registered = Request registered by a person
event-road-joined = Two roads joined in one file
event-partner-entered = Partner without a node entered
error-sender-not-proven = It is not proven who asks. Data may be kept, none may be handed over. Call back at the number in the directory and record it.
done-to-carry = Signed. The partner has no node: carry the letter, then record how it left.
channel-post = Post
channel-courier = Courier
channel-hand = By hand
channel-email = E-mail
channel-network = Closed network
channel-telephone = Telephone
grade-key = Proven by key
grade-seal-and-channel = By seal and known channel
grade-not-proven = Not proven
road-title = Letters and papers
road-lede = What went or came for this request beside the wire.
road-none = Nothing went or came beside the wire.
# $at: since when
road-waits = Waits since { $at }
road-ready = Ready text
road-record = Record how it left
road-channel = Channel
road-when = When, in UTC
road-when-hint = Year-month-day and time: 2026-11-24 14:30
road-tracking = Tracking number, number of the bag, reference in the network
road-carrier = Who carried it, and remarks
road-left = Out
road-arrived = In
road-arrive = Register what arrived for this request
road-says = What it says
says-note = It belongs to the file, nothing more
says-again = The same text again, on paper or by another way
says-checking = They have it and are checking
says-question = They ask a question
says-accepted = They accept it
says-kept = The data is kept
says-produced = They hand over the data
says-not-found = They have nothing
says-returned = They send it back to be completed
says-refused = They refuse it
says-reply = They answer our question
says-completed = They complete what we sent back
says-withdrawn = They take the request back
road-seen = What you saw
road-seal = I compared seal and signature with specimens on file
road-known = It came by a channel and from an address in our directory
road-called = I called back at the number in the directory and they confirmed it
road-note = In words: what was said, or remarks
road-scan = Scan, data or mail file
road-scan-hint = It is sealed and its SHA-256 recorded.
road-dated = Date on it
road-pages = Sheets
road-shelf = Where the sheet lies
road-ground = Ground, if refused
road-until = Until when
road-until-hint = For kept data, and for what they sent back: 2026-11-24
road-their-number = Their number
road-further = Paper, and what differs on it
# $path: place in the text
road-as = On the paper, at { $path }
road-register = Register it
road-confirm = Record the proof of the sender
road-confirm-how = Whom you reached, when, at which number, or which specimen
road-not-proven = Not proven by key: data may be kept, none may be handed over.
road-call = Call this number, never one that a message brings along.
road-differs = The paper says something else
road-place = Place
road-here = In the text here
road-there = On the paper
road-governs-first = The text here governs
road-governs-second = The paper governs
# $name: who checked
road-checked-by = Registered and checked by { $name }
road-joined = This file was joined with one that a node brought; go on there.
# $at: when; $import: number of the import; $row: row of its file
road-taken = Taken over from an older register on { $at }, import { $import }, row { $row }. There is no proof of anything before.
paper-note = Belongs to the file
paper-confirmation = The same text again
# $number: our or their number
letter-our-number = Our number: { $number }
letter-your-number = Your number: { $number }
# $at: an instant
letter-until = Until { $at }
# $days: a number of days as text
letter-days = For { $days } more days
