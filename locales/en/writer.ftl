## The writer: steps, questions, hints, the letter beside them.

new-lede = You can stop at any time; the draft saves itself.
new-begin = Begin
new-kind = What do you need?
new-kind-preservation = The other State keeps the data as it is. Nothing is disclosed.
new-kind-mla-stored = The other State obtains stored data and returns it as evidence.
new-kind-subscriber-direct = An order for subscriber information straight to a provider abroad, with notice to its State where that is due.
new-to = Which State is asked?
new-to-node = To whom does it go?
new-reference = Your own case number
new-reference-hint = It is quoted in every message.
new-no-drafts = No drafts.
# $kind: the kind in words; $state: the asked State, after a colon so that nothing is inflected
writer-title = { $kind }: { $state }
writer-drafts = Drafts
writer-leave = Leave and keep
writer-steps = Steps of the request
# $time: when it was saved
writer-saved = Saved { $time }
writer-why = Why this is asked
writer-go-on = Save and go on
writer-back = Back
writer-letter = The letter so far
writer-letter-draft = Draft of the letter
# $done: rules met, $all: rules
writer-score = Right first time: { $done } of { $all }.
writer-missing = { $n ->
    [one] One thing that requests are sent back for is still missing.
   *[other] { $count } things that requests are sent back for are still missing.
}
writer-see-them = See them
writer-ready = Nothing that requests are sent back for is missing.
writer-gaps = What is still missing
writer-stops = Stops the request:
step-need = What you need
step-where = Where it is
step-basis = Legal basis
step-offence = The offence
step-data = The data
step-facts = Facts and link
step-safeguards = Safeguards
step-urgency = Secrecy and urgency
step-sign = Check and sign
step-said-done = complete
step-said-now = now
step-said-wanting = needs an answer
step-said-todo = not started
sign-title = Check and sign
sign-letter = The whole letter
sign-signers = Who signs
sign-stopped = These gaps must be closed before it can be signed
sign-warnings = The other State may ask about these
sign-button = Sign and send
sign-hand-over = Hand to those who sign
sign-note = Signing sends it as soon as everyone who must sign has signed. It can be withdrawn, never changed unseen.
letter-to = To: { $name }
letter-from = From: { $name }
# $field: the question that has no answer yet
letter-missing = Missing: { $field }
assurance-death-penalty = The death penalty will not be sought or carried out
assurance-torture = Nobody will be tortured or ill-treated
assurance-data-protection = Personal data will be protected as the basis asks
answer-yes = Yes
answer-no = No
selector-email = E-mail address
selector-ipv4 = IPv4 address
selector-ipv6 = IPv6 address
selector-phone = Telephone number
selector-account-id = Account number at the provider
selector-username = User name
selector-url = Web address
selector-domain = Domain name
# $question: the question; $answer: its answer
letter-line = { $question } { $answer }
letter-named = { $question }: { $answer }
tlp-red = RED: only the persons addressed
tlp-amber-strict = AMBER+STRICT: only the office addressed
tlp-amber = AMBER: the office addressed and those who must act
tlp-green = GREEN: the circle of colleagues
tlp-clear = CLEAR: everybody
pap-red = RED: only think, touch nothing
pap-amber = AMBER: quiet steps that the account holder does not notice
pap-green = GREEN: steps that may be noticed
pap-clear = CLEAR: anything lawful
actor-node = this node
actor-installation = installation
