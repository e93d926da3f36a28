## The page of one request, triage, second signatures, deliveries, duty.

request-parts = Parts of this file
request-tab-overview = Overview
request-tab-text = Request text
request-print = Print the file
request-stages = Stages of this request
request-clocks = Clocks
# $time: now, with date and zone
request-now = Now { $time }
request-items = What is asked
request-items-caption = Parts of the request, each with its own state
request-item-about = About
request-item-data = Data
request-item-period = Period
request-item-state = State
request-history = What has happened
request-panels = Panels
request-basis = Legal basis
request-safeguards = Safeguards
request-safeguards-done = Safeguards answered
# $done of $all
count-of = { $done } of { $all }
request-people = People
request-related = Belongs to it
request-more = More
text-lede = As it was signed. The original governs.
triage-lede = Who proved to be the sender stands before what they ask.
triage-list = New requests
triage-empty = No new requests.
# $span: how long ago
triage-last = The last one came { $span } ago.
triage-proof = Who sent it
triage-whole = Open the whole request
proof-proven = Sender proven
proof-not-proven = Sender not proven
proof-signature = Signature of the sending node is valid
proof-directory = The key stands in the State's own directory entry
proof-officers = Signed by the persons the class of data asks for
proof-sequence = Nothing is missing before this message
approvals-lede = From subscriber data upwards nobody sends or releases alone. Read exactly what you sign.
approvals-empty = Nothing waits for a second person.
approvals-bytes = Exact bytes signed
approvals-sign = Sign as the second person
approvals-password = Your password, to open your exercise key
approvals-native = One proof must come from the officer's own machine: run
approvals-drafter = You wrote this text; another person signs it.
approvals-have = Signed
approvals-need-person = Another person
approvals-need-authority = A prosecutor, a judge or the head of the authority
approvals-purpose-send = Send
approvals-purpose-release = Release the evidence
approvals-purpose-refuse = Refuse, with a ground
deliveries-lede = What could not be handed over needs a person; everything else goes on by itself.
deliveries-dead = Needs a person
deliveries-none-dead = Nothing needs a person.
deliveries-waiting = On its way
deliveries-none-waiting = Everything was handed over.
deliveries-to = To:
# $n: attempts
deliveries-tries = { $n ->
    [one] tried once
   *[other] tried { $count } times
}
deliveries-since = waiting since
deliveries-next = next try
delivery-queued = Queued
delivery-dead = Not delivered
duty-watch = Night watch
duty-quiet = All quiet
duty-quiet-note = Nothing urgent waits for you. This page shows the next emergency as soon as it is opened again.
duty-left = left to acknowledge
duty-acknowledge = I have it: acknowledge
duty-ack-note = Acknowledging says you have read it. It does not agree to disclose.
duty-asks = What they ask
duty-whole = Open the whole request
duty-ladder = If nobody acknowledges
duty-ladder-again = your phone rings again
duty-ladder-deputy = the deputy is called
duty-ladder-head = the head of unit is called
duty-ladder-partner = the other side is told
# $n: other open items
duty-rest = { $n ->
    [0] Nothing else is open.
    [one] One other item can wait for the morning.
   *[other] { $count } other items can wait for the morning.
}
people-owner = Here
people-drafter = Written by
people-them = Other side
people-telephone = Telephone
people-hours = Hours
# $index: place in the log
history-entry = entry { $index }
request-reference = Reference
asks-why = Why
